import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { levelOf } from '../../../shared/log/level.ts'
import type { LogRow as Row } from '../../../shared/model/log.ts'
import type { Format } from '../../i18n/format.ts'
import type { LogMark } from './log-mark.ts'
import { LogText } from './log-text.tsx'

interface LogRowProps {
  /** Counted within the view; what the pointer is over is found by it. */
  readonly place: number
  readonly row: Row | undefined
  readonly format: Format
  readonly times: boolean
  readonly mark: LogMark | undefined
  readonly isSelected: boolean
  /** The match that was stepped to is in it. */
  readonly isCurrent: boolean
  readonly onShowWhole: (place: number) => void
}

export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { t } = useTranslation()
  const { place, row, format, times, mark, isSelected, isCurrent, onShowWhole } = props
  if (row === undefined) return <div className="log-row" data-row={place} />
  const level = levelOf(row.text)
  const classes = [
    'log-row',
    `log-row-${row.source}`,
    ...(level === 'info' ? [] : [`log-row-${level}`]),
    ...(mark === undefined ? [] : [`log-row-marked-${mark.kind}`]),
    ...(isSelected ? ['log-row-selected'] : []),
  ]
  return (
    <div className={classes.join(' ')} data-row={place} title={mark?.label}>
      {times && <span className="log-time">{format.time(row.at)}</span>}
      <span className="log-source" title={row.source === 'err' ? t('log.errorOutput') : undefined} aria-hidden="true" />
      <bdi className="log-text" dir="ltr">
        <LogText text={row.text} matches={row.matches} isCurrent={isCurrent} />
      </bdi>
      {row.isCut && (
        <button type="button" className="log-more" onClick={() => onShowWhole(place)}>
          {t('log.showWhole', { size: format.bytes(row.sizeBytes) })}
        </button>
      )}
    </div>
  )
})
