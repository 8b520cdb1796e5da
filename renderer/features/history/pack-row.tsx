import { IconUpload } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { memo } from 'react'
import { JobState } from '../../../shared/model/job.ts'
import type { PackRow } from '../../../shared/model/pack-record.ts'
import { describeError } from '../../i18n/describe-error.ts'
import type { Format } from '../../i18n/format.ts'
import { MiddleText } from '../../ui/middle-text.tsx'
import { SmokeBadgeView } from './smoke-badge.tsx'
import { markOfJob, StateMark } from '../../ui/state-mark.tsx'

/** What rows say. It is the same in each of them, and to look it up anew would cost more than the row. */
export interface RowWords {
  readonly t: TFunction
  readonly format: Format
  readonly states: Readonly<Record<JobState, string>>
  readonly mark: (when: string) => string
}

export function rowWords(t: TFunction, format: Format): RowWords {
  const states = Object.fromEntries(JobState.options.map((state) => [state, t(`jobStates.${state}`)]))
  const mark = t('history.markToCompare', { when: '{}' })
  return { t, format, states: states as Record<JobState, string>, mark: (when) => mark.replace('{}', when) }
}

export function isSameMinute(one: PackRow | undefined, other: PackRow | undefined): boolean {
  if (one === undefined || other === undefined) return false
  return Math.floor(one.startedAt / 60_000) === Math.floor(other.startedAt / 60_000)
}

interface PackRowViewProps {
  readonly id: string
  readonly index: number
  /** Undefined while it is on its way. */
  readonly row: PackRow | undefined
  readonly rowHeight: number
  readonly isCurrent: boolean
  readonly isMarked: boolean
  readonly showsProject: boolean
  readonly showsSeconds: boolean
  readonly words: RowWords
  readonly onOpen: (row: PackRow, index: number) => void
  readonly onMark: (row: PackRow) => void
}

/** One pack in the list: a click opens it, the box puts it beside another one. */
export const PackRowView = memo(function PackRowView(props: PackRowViewProps) {
  const { id, index, row, rowHeight, isCurrent, isMarked, showsProject, showsSeconds, words, onOpen, onMark } = props
  const { t, format, states, mark } = words
  const tell = showsSeconds ? format.shortDateTime : format.dateTime
  const when = row === undefined ? '' : tell(row.startedAt)
  return (
    <div
      id={id}
      role="row"
      className={isCurrent ? 'history-row history-row-current' : 'history-row'}
      aria-rowindex={index + 1}
      aria-selected={isCurrent}
      style={{ transform: `translateY(${index * rowHeight}px)` }}
      onClick={() => row !== undefined && onOpen(row, index)}
    >
      {row !== undefined && (
        <>
          <span role="gridcell" className="history-mark" onClick={(event) => event.stopPropagation()}>
            <input
              type="checkbox"
              tabIndex={-1}
              aria-label={mark(when)}
              checked={isMarked}
              onChange={() => onMark(row)}
            />
          </span>
          <span role="gridcell">
            <StateMark mark={markOfJob(row.state)} label={states[row.state]} />
          </span>
          <span role="gridcell" className="history-when" title={format.exactDateTime(row.startedAt)}>
            {when}
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
            <StateWords row={row} words={words} />
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
function StateWords({ row: { state, error, smoke }, words: { t, states } }: { row: PackRow; words: RowWords }) {
  if (state === 'succeeded' && smoke !== null) return null
  const text = error === null ? states[state] : describeError(error, t).title
  return (
    <span className="history-state-words" title={text}>
      {text}
    </span>
  )
}
