import { ActionIcon } from '@mantine/core'
import { IconClock, IconCopy, IconDownload, IconSearch, IconTextWrap } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogState } from '../../../shared/model/log.ts'
import { useFormat } from '../../i18n/format.ts'
import { StateMark } from '../../ui/state-mark.tsx'

interface LogBarProps {
  readonly state: LogState | null
  readonly running: boolean
  readonly isFiltered: boolean
  readonly told: string
  readonly hasSelection: boolean
  readonly wrap: boolean
  readonly times: boolean
  readonly children: ReactNode
  readonly onError: () => void
  readonly onSearch: () => void
  readonly onWrap: () => void
  readonly onTimes: () => void
  readonly onCopy: () => void
  readonly onSave: () => void
}

/** How long a log is and whether it grows, which of its lines are shown, and what can be done with it. */
export function LogBar(props: LogBarProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { state, running, isFiltered, hasSelection } = props
  const isLive = running && state?.ended !== true
  const count = format.count(state?.rowCount ?? 0)
  return (
    <div className="log-bar" role="toolbar" aria-label={t('log.tools')}>
      <span className={isLive ? 'log-state log-state-live' : 'log-state'}>
        <StateMark mark={isLive ? 'running' : 'none'} />
        {t(isLive ? 'log.live' : 'log.ended')}
      </span>
      <span className="log-count">
        {isFiltered
          ? t('log.linesOf', { count, total: format.count(state?.lineCount ?? 0) })
          : t('log.lines', { count: state?.rowCount ?? 0, formatted: count })}
      </span>
      {props.children}
      <span role="status" className="log-told">
        {props.told}
      </span>
      <div className="log-actions">
        {(state?.errorCount ?? 0) > 0 && (
          <button type="button" className="log-chip log-errors" onClick={props.onError}>
            {t('log.errors', { count: state?.errorCount ?? 0, formatted: format.count(state?.errorCount ?? 0) })}
          </button>
        )}
        <Tool label={t('log.search')} onClick={props.onSearch}>
          <IconSearch size={15} />
        </Tool>
        <Tool label={t('log.wrap')} on={props.wrap} onClick={props.onWrap}>
          <IconTextWrap size={15} />
        </Tool>
        <Tool label={t('log.times')} on={props.times} onClick={props.onTimes}>
          <IconClock size={15} />
        </Tool>
        <Tool label={t(hasSelection ? 'log.copySelection' : 'log.copyAll')} onClick={props.onCopy}>
          <IconCopy size={15} />
        </Tool>
        <Tool label={t(hasSelection ? 'log.saveSelection' : 'log.save')} onClick={props.onSave}>
          <IconDownload size={15} />
        </Tool>
      </div>
    </div>
  )
}

interface ToolProps {
  readonly label: string
  /** Of a switch: whether it is on. */
  readonly on?: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

function Tool({ label, on, onClick, children }: ToolProps) {
  return (
    <ActionIcon
      size={24}
      variant={on === true ? 'light' : 'subtle'}
      color={on === true ? 'accent' : 'gray'}
      aria-label={label}
      title={label}
      {...(on === undefined ? {} : { 'aria-pressed': on })}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  )
}
