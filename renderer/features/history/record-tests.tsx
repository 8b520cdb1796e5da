import { useTranslation } from 'react-i18next'
import type { PackRecord } from '../../../shared/model/pack-record.ts'
import { useFormat } from '../../i18n/format.ts'
import { useStores } from '../../stores/use-stores.ts'
import { markOfJob, StateMark } from '../../ui/state-mark.tsx'

/** The test runs of a pack's images; a click shows one. */
export function RecordTests({ record }: { record: PackRecord }) {
  const { t } = useTranslation()
  const { view } = useStores()
  const format = useFormat()
  if (record.tests.length === 0) return null
  return (
    <section className="record-section" aria-label={t('history.tests')}>
      <h2>{t('history.tests')}</h2>
      <ul className="record-rows">
        {record.tests.map((job) => (
          <li key={job.id}>
            <button
              type="button"
              className="record-test"
              onClick={() => {
                if (job.projectId === null) return
                view.getState().selectProject(job.projectId)
                view.getState().showTest(job.projectId, job.id)
              }}
            >
              <StateMark mark={markOfJob(job.state)} />
              <span>{job.test?.target.toUpperCase()}</span>
              <span>{format.dateTime(job.startedAt)}</span>
              <span>{t(`jobStates.${job.state}`)}</span>
              <span>{job.endedAt === null ? '' : format.duration(job.endedAt - job.startedAt)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
