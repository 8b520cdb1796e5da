import { Button } from '@mantine/core'
import { IconPackageImport } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Job } from '../../../shared/model/job.ts'
import type { Project, ProjectSettings } from '../../../shared/model/project.ts'
import { useFormat } from '../../i18n/format.ts'
import { currentStage, progressOf } from '../../stores/job-view.ts'
import { jobsOf } from '../../stores/jobs-store.ts'
import { useJobs, useJobView, useNow, useStores } from '../../stores/use-stores.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { MiddleText } from '../../ui/middle-text.tsx'
import { markOfJob, StateMark } from '../../ui/state-mark.tsx'
import { NoteList } from '../pack/note-list.tsx'
import { LogView } from '../log/log-view.tsx'
import { cancelJob } from '../project/project-actions.ts'
import { OpenTerminalMenu } from '../terminal/open-terminal-menu.tsx'
import { startPackages } from './start-packages.ts'

interface PackagesWorkProps {
  readonly project: Project
  readonly settings: ProjectSettings
  /** There is nothing to be put into the base images. */
  readonly isEmpty: boolean
}

/** Installs now what the next pack would install, and shows how far it is or what came of it. */
export function PackagesWork({ project, settings, isEmpty }: PackagesWorkProps) {
  const { t } = useTranslation()
  const stores = useStores()
  const job = useJobs((state) => jobsOf(state.jobs, project.id, 'packages')[0])
  const isRunning = job?.state === 'running'
  const place = useRef<HTMLDivElement>(null)

  // It may have been begun elsewhere, such as in a terminal.
  useEffect(() => {
    if (isRunning) place.current?.scrollIntoView({ block: 'nearest' })
  }, [isRunning])

  return (
    <div ref={place} className="packages-work">
      <div className="packages-actions">
        {isRunning ? (
          <Button variant="default" onClick={() => void cancelJob(stores, job.id)}>
            {t('common.cancel')}
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<IconPackageImport size={14} />}
            disabled={isEmpty}
            onClick={() => void startPackages(stores, project)}
          >
            {t('packages.install')}
          </Button>
        )}
        <OpenTerminalMenu project={project} settings={settings} />
        {job === undefined ? (
          <p className="packages-dim">{t('packages.installHint')}</p>
        ) : (
          <PackagesWords key={job.id} job={job} />
        )}
      </div>
      {job !== undefined && <PackagesOutcome key={job.id} job={job} />}
    </div>
  )
}

function PackagesWords({ job }: { job: Job }) {
  const { t } = useTranslation()
  const format = useFormat()
  const view = useJobView(job.id)
  const now = useNow(1000, job.state === 'running')
  const stage = currentStage(view)
  const line = stage === undefined ? null : progressOf(view, stage.lane, stage.stage)?.line
  const time =
    job.endedAt === null ? format.elapsed(now - job.startedAt) : format.ago(job.endedAt, Math.max(now, job.endedAt))
  return (
    <p className="packages-words" role="status">
      <StateMark mark={markOfJob(job.state)} />
      <span>
        {stage === undefined ? t(`packages.states.${job.state}`) : t(`stages.${stage.stage}.doing`)} · {time}
      </span>
      {line !== null && line !== undefined && <code className="packages-line">{line}</code>}
    </p>
  )
}

function PackagesOutcome({ job }: { job: Job }) {
  const { t } = useTranslation()
  const { notes } = useJobView(job.id)
  return (
    <>
      <NoteList notes={notes.filter(({ code }) => code === 'changes-differ')} />
      {job.state === 'failed' && job.error !== null && <ErrorPanel error={job.error} />}
      {job.result?.kind === 'packages' && (
        <ul className="packages-images" aria-label={t('packages.images')}>
          {job.result.images.map(({ lane, image, reused }) => (
            <li key={lane}>
              <span>{t(`lanes.${lane}`)}</span>
              <MiddleText text={image} mono />
              <span className="packages-dim">{t(reused ? 'packages.reused' : 'packages.installed')}</span>
            </li>
          ))}
        </ul>
      )}
      <Disclosure label={t('pack.log')}>
        <div className="log-box">
          <LogView jobId={job.id} running={job.state === 'running'} />
        </div>
      </Disclosure>
    </>
  )
}
