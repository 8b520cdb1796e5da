import { useTranslation } from 'react-i18next'
import type { JobId, ProjectId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import { useFormat } from '../../i18n/format.ts'
import { useStores } from '../../stores/use-stores.ts'
import { StateMark } from '../../ui/state-mark.tsx'
import { markOfTest } from './mark-of-test.ts'
import { testTitle } from './test-target.ts'

interface TestRunListProps {
  readonly runs: readonly Job[]
  readonly shownId: JobId
  readonly projectId: ProjectId
}

export function TestRunList({ runs, shownId, projectId }: TestRunListProps) {
  const { t } = useTranslation()
  const { view } = useStores()
  return (
    <nav className="test-list" aria-label={t('tests.title')}>
      <ul>
        {runs.map((run) => (
          <li key={run.id}>
            <button
              type="button"
              className={run.id === shownId ? 'test-row test-row-selected' : 'test-row'}
              aria-current={run.id === shownId ? 'true' : undefined}
              onClick={() => view.getState().showTest(projectId, run.id)}
            >
              <TestRunRow run={run} />
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function TestRunRow({ run }: { run: Job }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <StateMark mark={markOfTest(run)} label={t(`jobStates.${run.state}`)} />
      <span className="test-row-name">{t(testTitle(run))}</span>
      {run.endedAt !== null && <span className="test-row-took">{format.duration(run.endedAt - run.startedAt)}</span>}
      <span className="test-row-time">
        {run.engineAwaySince === undefined ? format.shortDateTime(run.startedAt) : t('runs.engineAwayRow')}
      </span>
    </>
  )
}
