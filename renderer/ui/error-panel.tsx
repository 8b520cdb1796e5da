import { CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../shared/errors.ts'
import { describeError } from '../i18n/describe-error.ts'
import { StateMark } from './state-mark.tsx'
import './panel.css'

interface ErrorPanelProps {
  readonly error: ErrorData
  /** What failed, before the error's own title. */
  readonly heading?: string
  readonly onDismiss?: () => void
  /** Buttons that cure it. */
  readonly children?: ReactNode
}

/** An error in words: what happened, what to do, and the remote's own words. */
export function ErrorPanel({ error, heading, onDismiss, children }: ErrorPanelProps) {
  const { t } = useTranslation()
  const { title, cure, words } = describeError(error, t)
  return (
    <section className="panel panel-bad" role="alert">
      <div className="panel-mark">
        <StateMark mark="failed" />
      </div>
      <div className="panel-body">
        {heading !== undefined && <p className="panel-heading">{heading}</p>}
        <p className="panel-title">{title}</p>
        <p>{cure}</p>
        {words !== null && (
          <pre className="panel-words" aria-label={t('pack.remoteWords')} tabIndex={0}>
            {words}
          </pre>
        )}
        {children !== undefined && <div className="panel-actions">{children}</div>}
      </div>
      {onDismiss !== undefined && <CloseButton size="sm" aria-label={t('common.dismiss')} onClick={onDismiss} />}
    </section>
  )
}
