import { useTranslation } from 'react-i18next'
import type { Job } from '../../../shared/model/job.ts'
import { defaultAccountSettings } from '../../../shared/model/account.ts'
import type { Project } from '../../../shared/model/project.ts'
import { cpuImageName, gpuImageName, makesCpuImage } from '../../../shared/uaitrain/names.ts'
import { useFormat } from '../../i18n/format.ts'
import { useAccount, useJobView, useNow } from '../../stores/use-stores.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { LogView } from '../log/log-view.tsx'
import { LanePanel } from './lane-panel.tsx'
import { NoteList } from './note-list.tsx'
import { SharedStages } from './shared-stages.tsx'
import { hasLane } from './stage-plan.ts'
import './pack.css'

/** A pack at work: what both images need first, then the two lanes side by side, and the log under them. */
export function PackRunning({ job, project }: { job: Job; project: Project }) {
  const { t } = useTranslation()
  const format = useFormat()
  const view = useJobView(job.id)
  const now = useNow(1000)
  const hosts = useAccount(project.accountId) ?? defaultAccountSettings
  const gpu = project.acceleratorType === 'gpu' || hasLane(view, 'gpu')
  const cpu = makesCpuImage(project) || hasLane(view, 'cpu')
  return (
    <div className="page" role="region" aria-label={t('pack.running')}>
      <div className="running-head">
        <SharedStages view={view} />
        <span className="running-elapsed">{t('pack.elapsed', { time: format.elapsed(now - job.startedAt) })}</span>
      </div>
      {view.problem !== null && <ErrorPanel error={view.problem} heading={t('pack.followLost')} />}
      <div className={cpu && gpu ? 'lanes' : 'lanes lanes-one'}>
        {cpu && <LanePanel lane="cpu" image={cpuImageName(project)} view={view} now={now} />}
        {gpu && <LanePanel lane="gpu" image={gpuImageName(project, hosts)} view={view} now={now} />}
      </div>
      <NoteList notes={view.notes} />
      <Disclosure label={t('pack.log')}>
        <div className="log-box">
          <LogView jobId={job.id} running />
        </div>
      </Disclosure>
    </div>
  )
}
