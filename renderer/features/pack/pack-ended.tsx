import { CloseButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Job } from '../../../shared/model/job.ts'
import type { Project } from '../../../shared/model/project.ts'
import { failedStage } from '../../stores/job-view.ts'
import { useJobView, useStores } from '../../stores/use-stores.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { NotePanel } from '../../ui/note-panel.tsx'
import { FailureFinding } from '../doctor/failure-finding.tsx'
import { LogView } from '../log/log-view.tsx'
import { FailureCure } from './failure-cure.tsx'
import { NoteList } from './note-list.tsx'

/** A pack that did not end well: what happened, above the form that may need a change. */
export function PackEnded({ job, project }: { job: Job; project: Project }) {
  const { t } = useTranslation()
  const stores = useStores()
  const view = useJobView(job.id)
  const stage = failedStage(view)
  const isUndone = !view.notes.some(({ code }) => code === 'not-undone')
  const dismiss = (): void => stores.view.getState().showForm(project.id)
  return (
    <section className="ended" aria-label={t(`jobStates.${job.state}`)}>
      {job.error !== null && job.state === 'failed' ? (
        <ErrorPanel
          error={job.error}
          heading={
            stage === undefined ? t('pack.failed') : t('pack.failedAt', { stage: t(`stages.${stage.stage}.name`) })
          }
          onDismiss={dismiss}
        >
          <FailureCure error={job.error} project={project} />
          <FailureFinding error={job.error} project={project} />
        </ErrorPanel>
      ) : (
        <div className="ended-note">
          <NotePanel
            mark={job.state === 'interrupted' ? 'warning' : 'none'}
            title={t(job.state === 'interrupted' ? 'pack.interrupted' : 'pack.cancelled')}
          >
            {job.state === 'interrupted' && <p>{t('pack.interruptedHint')}</p>}
            {job.state === 'cancelled' && isUndone && <p>{t('pack.cancelledHint')}</p>}
          </NotePanel>
          <CloseButton size="sm" aria-label={t('common.dismiss')} onClick={dismiss} />
        </div>
      )}
      <NoteList notes={view.notes} />
      <Disclosure label={t('pack.log')}>
        <div className="log-box">
          <LogView jobId={job.id} running={false} />
        </div>
      </Disclosure>
    </section>
  )
}
