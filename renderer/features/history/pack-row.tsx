import { IconUpload } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PackRow } from '../../../shared/model/pack-record.ts'
import { describeError } from '../../i18n/describe-error.ts'
import { useFormat } from '../../i18n/format.ts'
import { MiddleText } from '../../ui/middle-text.tsx'
import { SmokeBadgeView } from './smoke-badge.tsx'
import { markOfJob, StateMark } from '../../ui/state-mark.tsx'

interface PackRowViewProps {
  readonly id: string
  readonly index: number
  /** Undefined while it is on its way. */
  readonly row: PackRow | undefined
  readonly rowHeight: number
  readonly isCurrent: boolean
  readonly isMarked: boolean
  readonly showsProject: boolean
  readonly onOpen: (row: PackRow) => void
  readonly onMark: (row: PackRow) => void
}

/** One pack in the list: a click opens it, the box puts it beside another one. */
export const PackRowView = memo(function PackRowView(props: PackRowViewProps) {
  const { id, index, row, rowHeight, isCurrent, isMarked, showsProject, onOpen, onMark } = props
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div
      id={id}
      role="row"
      className={isCurrent ? 'history-row history-row-current' : 'history-row'}
      aria-rowindex={index + 1}
      aria-selected={isCurrent}
      style={{ transform: `translateY(${index * rowHeight}px)` }}
      onClick={() => row !== undefined && onOpen(row)}
    >
      {row !== undefined && (
        <>
          <span role="gridcell" className="history-mark" onClick={(event) => event.stopPropagation()}>
            <input
              type="checkbox"
              tabIndex={-1}
              aria-label={t('history.markToCompare', { when: format.dateTime(row.startedAt) })}
              checked={isMarked}
              onChange={() => onMark(row)}
            />
          </span>
          <span role="gridcell">
            <StateMark mark={markOfJob(row.state)} label={t(`jobStates.${row.state}`)} />
          </span>
          <span role="gridcell" className="history-when">
            {format.dateTime(row.startedAt)}
          </span>
          {showsProject && (
            <span role="gridcell" className="history-project" title={row.projectName}>
              {row.projectName}
            </span>
          )}
          <span role="gridcell" className="history-image">
            <MiddleText text={`${row.image}:${row.tag}`} mono />
          </span>
          <span role="gridcell" className="history-state">
            {row.smoke !== null && <SmokeBadgeView badge={row.smoke} />}
            <StateWords row={row} />
            {row.origin !== 'here' && <span className="history-badge">{t(`history.origins.${row.origin}`)}</span>}
          </span>
          <span role="gridcell" className="history-took">
            {row.endedAt === null ? '' : format.duration(row.endedAt - row.startedAt)}
          </span>
          <span role="gridcell" className="history-pushes">
            {row.pushCount > 0 && (
              <span title={t('history.pushed', { count: row.pushCount })}>
                <IconUpload size={14} aria-hidden="true" /> {row.pushCount}
              </span>
            )}
          </span>
        </>
      )}
    </div>
  )
})

/** The mark tells of a pack that succeeded; what came of its trial says more. */
function StateWords({ row: { state, error, smoke } }: { row: PackRow }) {
  const { t } = useTranslation()
  if (state === 'succeeded' && smoke !== null) return null
  const words = error === null ? t(`jobStates.${state}`) : describeError(error, t).title
  return (
    <span className="history-state-words" title={words}>
      {words}
    </span>
  )
}
