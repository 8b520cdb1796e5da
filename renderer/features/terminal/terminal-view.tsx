import { Button, useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores, useView } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { NotePanel } from '../../ui/note-panel.tsx'
import { followTerminal, TerminalInputs } from './follow-terminal.ts'
import { openScreen, type Screen } from './screen.ts'
import '@xterm/xterm/css/xterm.css'
import '../log/ansi.css'

/** As much as a clipboard is given. */
const maxCopied = 1_000_000

interface TerminalViewProps {
  readonly jobId: JobId
  readonly label: string
  readonly onLeave: () => void
}

/** One terminal, as large as its place, until its shell ends. */
export function TerminalView({ jobId, label, onLeave }: TerminalViewProps) {
  const { t } = useTranslation()
  const { client } = useStores()
  const scheme = useComputedColorScheme()
  const forReaders = useView((state) => state.terminalForReaders)
  const host = useRef<HTMLDivElement>(null)
  const screen = useRef<Screen | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [hasExited, setHasExited] = useState(false)
  const [problem, setProblem] = useState<ErrorData | null>(null)
  const leave = useRef(onLeave)
  useEffect(() => {
    leave.current = onLeave
  }, [onLeave])

  useEffect(() => {
    if (host.current === null) return
    const stop = new AbortController()
    const fail = (error: unknown): void => {
      if (!stop.signal.aborted) setProblem(unlessCancelled(error))
    }
    const inputs = new TerminalInputs(client, jobId, fail)
    const opened = openScreen({
      host: host.current,
      label,
      forReaders,
      onInput: (bytes) => inputs.type(bytes),
      onResize: (size) => inputs.resize(size),
      onLeave: () => leave.current(),
      onCopy: (text) => void client.call('app.copyText', text.slice(0, maxCopied)).catch(fail),
    })
    screen.current = opened
    const sizes = new ResizeObserver(() => opened.fit())
    sizes.observe(host.current)
    opened.focus()
    followTerminal({ client, jobId, screen: opened, signal: stop.signal }).then(
      (end) => setHasExited(end === 'exited' && !stop.signal.aborted),
      fail,
    )
    return () => {
      stop.abort()
      sizes.disconnect()
      opened.dispose()
      screen.current = null
    }
  }, [client, jobId, label, forReaders, attempt])

  useEffect(() => {
    screen.current?.applyTheme()
  }, [scheme])

  async function startShell(): Promise<void> {
    setProblem(null)
    try {
      await client.call('terminals.startShell', jobId)
      setHasExited(false)
      setAttempt(attempt + 1)
    } catch (error) {
      setProblem(unlessCancelled(error))
    }
  }

  return (
    <>
      {problem !== null && <ErrorPanel error={problem} />}
      {hasExited && (
        <NotePanel mark="none">
          <p>{t('terminal.exited')}</p>
          <div className="panel-actions">
            <Button variant="default" size="xs" onClick={() => void startShell()}>
              {t('terminal.startShell')}
            </Button>
          </div>
        </NotePanel>
      )}
      <div
        ref={host}
        className="terminal-screen"
        role="group"
        aria-label={label}
        onKeyDown={(event) => event.stopPropagation()}
      />
    </>
  )
}
