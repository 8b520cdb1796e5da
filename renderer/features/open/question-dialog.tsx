import { Button, Modal } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { useFocusReturn } from '../../ui/use-focus-return.ts'
import './open.css'

export interface Answer {
  readonly label: string
  /** What it does; the dialog closes once it is done and stays where it failed. */
  readonly run: () => Promise<void> | void
  readonly destructive?: boolean
  readonly disabled?: boolean
}

interface QuestionDialogProps {
  readonly title: string
  readonly size?: number
  /** The one that Enter chooses, unless it destroys something. */
  readonly primary: Answer
  readonly secondary?: Answer
  readonly children: ReactNode
}

/** Asks before something is done; Escape and Cancel do nothing at all. */
export function QuestionDialog({ title, size, primary, secondary, children }: QuestionDialogProps) {
  const { t } = useTranslation()
  const { view } = useStores()
  const [running, setRunning] = useState<Answer | null>(null)
  const [problem, setProblem] = useState<ErrorData | null>(null)
  const { dropQuestion } = view.getState()
  const isDestructive = primary.destructive === true
  useFocusReturn()

  async function choose(answer: Answer): Promise<void> {
    setRunning(answer)
    setProblem(null)
    try {
      await answer.run()
      dropQuestion()
    } catch (error) {
      setProblem(unlessCancelled(error))
      setRunning(null)
    }
  }

  return (
    <Modal
      opened
      size={size ?? 480}
      onClose={dropQuestion}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="question">
        {children}
        {problem !== null && <ErrorPanel error={problem} />}
      </div>
      <div className="dialog-actions">
        <Button variant="default" data-autofocus={isDestructive || undefined} onClick={dropQuestion}>
          {t('common.cancel')}
        </Button>
        {secondary !== undefined && (
          <Button
            variant="default"
            loading={running?.label === secondary.label}
            disabled={running !== null}
            onClick={() => void choose(secondary)}
          >
            {secondary.label}
          </Button>
        )}
        <Button
          data-autofocus={!isDestructive || undefined}
          {...(isDestructive ? { className: 'question-danger' } : {})}
          loading={running?.label === primary.label}
          disabled={running !== null || primary.disabled === true}
          onClick={() => void choose(primary)}
        >
          {primary.label}
        </Button>
      </div>
    </Modal>
  )
}
