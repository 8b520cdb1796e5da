import { Button } from '@mantine/core'
import { Component, type ErrorInfo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStores } from '../stores/use-stores.ts'
import { StateMark } from './state-mark.tsx'
import './panel.css'

interface PartBoundaryProps {
  readonly children: ReactNode
  /** Another value shows the part anew: an error of one project or tab says nothing of the next. */
  readonly resetKey?: string
}

interface PartFailure {
  readonly error: unknown
  readonly components: string
}

interface PartBoundaryState {
  readonly failure: PartFailure | null
  readonly shownKey: string | undefined
}

/** Keeps what fails in a part of the page to that part; the root of the page reports it to the app's log. */
export class PartBoundary extends Component<PartBoundaryProps, PartBoundaryState> {
  override state: PartBoundaryState = { failure: null, shownKey: this.props.resetKey }

  static getDerivedStateFromError(error: unknown): Partial<PartBoundaryState> {
    return { failure: { error, components: '' } }
  }

  static getDerivedStateFromProps(
    props: PartBoundaryProps,
    state: PartBoundaryState,
  ): Partial<PartBoundaryState> | null {
    return props.resetKey === state.shownKey ? null : { failure: null, shownKey: props.resetKey }
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    this.setState({ failure: { error, components: componentStack ?? '' } })
  }

  override render(): ReactNode {
    const { failure } = this.state
    if (failure === null) return this.props.children
    return <FailedPart failure={failure} onRetry={() => this.setState({ failure: null })} />
  }
}

function FailedPart({ failure, onRetry }: { failure: PartFailure; onRetry: () => void }) {
  const { t } = useTranslation()
  const { client } = useStores()
  return (
    <section className="panel panel-bad" role="alert">
      <div className="panel-mark">
        <StateMark mark="failed" />
      </div>
      <div className="panel-body">
        <p className="panel-title">{t('part.failed')}</p>
        <p>{t('part.detail')}</p>
        <div className="panel-actions">
          <Button size="xs" onClick={onRetry}>
            {t('part.retry')}
          </Button>
          <Button
            variant="default"
            size="xs"
            onClick={() => void client.call('app.copyText', reportOf(failure)).catch(() => undefined)}
          >
            {t('part.copy')}
          </Button>
        </div>
      </div>
    </section>
  )
}

function reportOf({ error, components }: PartFailure): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `${stack}\n${components}`.slice(0, 100_000)
}
