import { Button, SegmentedControl, Switch } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Project } from '../../../shared/model/project.ts'
import type { OpenTerminal } from '../../../shared/model/terminal.ts'
import type { AppStores } from '../../stores/app-stores.ts'
import { currentStage, progressOf } from '../../stores/job-view.ts'
import { useJob, useJobView, useStores, useTerminals, useView } from '../../stores/use-stores.ts'
import { terminalsOf } from '../../stores/terminals-store.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { cancelJob } from '../project/project-actions.ts'
import { OpenTerminalMenu } from './open-terminal-menu.tsx'
import { TerminalView } from './terminal-view.tsx'
import './terminal.css'

/** The terminals of a project, one of them in sight. */
export function TerminalTab({ project }: { project: Project }) {
  const { t } = useTranslation()
  const { terminals: store } = useStores()
  const all = useTerminals((state) => state.terminals)
  const shownId = useTerminals((state) => state.shown[project.id])
  const terminals = terminalsOf(all, project.id)
  const shown = terminals.find(({ jobId }) => jobId === shownId) ?? terminals.at(-1)
  if (shown === undefined) return null
  return (
    <div className="terminal-page">
      {terminals.length > 1 && (
        <SegmentedControl
          className="terminal-list"
          size="xs"
          aria-label={t('terminal.all')}
          value={shown.jobId}
          data={terminals.map(({ jobId, image }, index) => ({
            value: jobId,
            label: `${index + 1} · ${t(`terminal.images.${image.kind}.${image.lane}`)}`,
          }))}
          onChange={(value) => {
            const chosen = terminals.find(({ jobId }) => jobId === value)
            if (chosen !== undefined) store.getState().show(project.id, chosen.jobId)
          }}
        />
      )}
      <Session key={shown.jobId} project={project} terminal={shown} />
    </div>
  )
}

function Session({ project, terminal }: { project: Project; terminal: OpenTerminal }) {
  const { t } = useTranslation()
  const stores = useStores()
  const { jobId, projectId, image } = terminal
  const [isClosing, setClosing] = useState(false)
  const job = useJob(jobId)
  const view = useJobView(jobId)
  const forReaders = useView((state) => state.terminalForReaders)
  const closeButton = useRef<HTMLButtonElement>(null)
  const stage = currentStage(view)
  const name = t(`terminal.images.${image.kind}.${image.lane}`)
  if (job?.state === 'failed' && job.error !== null) {
    return (
      <ErrorPanel
        error={job.error}
        heading={t('terminal.failed')}
        onDismiss={() => stores.terminals.getState().dismiss(jobId)}
      />
    )
  }
  const isOpen = stage?.stage === 'terminal'

  /** Asks first where something would be lost. */
  async function close(): Promise<void> {
    setClosing(true)
    if (image.kind === 'base' && (await hasChanges(stores, jobId))) {
      stores.view.getState().ask({ kind: 'keep-changes', jobId, projectId })
    } else await stores.jobs.getState().stop(jobId)
    setClosing(false)
  }

  const line = stage === undefined ? null : (progressOf(view, stage.lane, stage.stage)?.line ?? null)
  return (
    <section className="terminal-session" aria-label={name}>
      <div className="terminal-head">
        <div className="terminal-title">
          <h2>{name}</h2>
          <p>{t(`terminal.notes.${image.kind}`)}</p>
        </div>
        <OpenTerminalMenu project={project} settings={project} />
        {isOpen && image.kind === 'base' && (
          <Button
            variant="default"
            onClick={() => stores.view.getState().ask({ kind: 'keep-changes', jobId, projectId })}
          >
            {t('terminal.keep')}
          </Button>
        )}
        <Button
          ref={closeButton}
          variant="default"
          loading={isClosing}
          onClick={() => void (isOpen ? close() : cancelJob(stores, jobId))}
        >
          {isOpen ? t('terminal.close') : t('common.cancel')}
        </Button>
      </div>
      {isOpen ? (
        <>
          <TerminalView jobId={jobId} label={name} onLeave={() => closeButton.current?.focus()} />
          <div className="terminal-foot">
            <p>{t('terminal.keys')}</p>
            <Switch
              size="xs"
              label={t('terminal.forReaders')}
              checked={forReaders}
              onChange={(event) => stores.view.getState().setTerminalForReaders(event.currentTarget.checked)}
            />
          </div>
        </>
      ) : (
        <p className="terminal-waiting" role="status">
          {stage === undefined ? t('pack.starting') : t(`stages.${stage.stage}.doing`)}
          {line !== null && <code>{line}</code>}
        </p>
      )}
    </section>
  )
}

/** Where that cannot be told, the dialog says why. */
async function hasChanges({ client }: AppStores, jobId: JobId): Promise<boolean> {
  try {
    const { added, changed, deleted } = await client.call('terminals.changes', jobId)
    return added + changed + deleted > 0
  } catch {
    return true
  }
}
