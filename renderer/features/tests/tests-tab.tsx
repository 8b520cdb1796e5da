import { Button } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import type { Project } from '../../../shared/model/project.ts'
import { jobsOf, lastPacked } from '../../stores/jobs-store.ts'
import { useJobs, useStores, useView } from '../../stores/use-stores.ts'
import { startPack, startTest } from '../project/project-actions.ts'
import { TestRunList } from './test-run-list.tsx'
import { TestRun } from './test-run.tsx'
import './tests.css'

/** The project's test runs, and the one that is looked at. */
export function TestsTab({ project }: { project: Project }) {
  const { t } = useTranslation()
  const stores = useStores()
  const runs = useJobs(useShallow((state) => jobsOf(state.jobs, project.id, 'test')))
  const packed = useJobs((state) => lastPacked(state.jobs, project.id))
  const shownId = useView((state) => state.shownTests[project.id])
  const shown = runs.find((run) => run.id === shownId) ?? runs[0]

  if (shown === undefined) {
    return (
      <div className="nothing">
        <strong>{t('tests.none')}</strong>
        <p>{t(packed === undefined ? 'tests.packFirst' : 'tests.noneHint')}</p>
        {packed === undefined ? (
          <Button mt="md" onClick={() => void startPack(stores, project.id)}>
            {t('pack.action')}
          </Button>
        ) : (
          <Button
            mt="md"
            leftSection={<IconPlayerPlay size={14} />}
            onClick={() => void startTest(stores, { projectId: project.id, packJobId: packed.id, target: 'cpu' })}
          >
            {t('result.runCpuTest')}
          </Button>
        )}
      </div>
    )
  }
  return (
    <div className="tests">
      <TestRunList runs={runs} shownId={shown.id} projectId={project.id} />
      <TestRun key={shown.id} job={shown} project={project} />
    </div>
  )
}
