import { Button } from '@mantine/core'
import { IconAdjustments, IconFolderOpen, IconPlayerPlay, IconPlayerStop, IconX } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { Suspense, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Explanation } from '../../../shared/model/explanation.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { Project } from '../../../shared/model/project.ts'
import { useFormat } from '../../i18n/format.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import type { Landmark } from '../../stores/metric-follow.ts'
import { useJobView, useMetrics, useNow, useStores } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import type { LogHandle, LogMark } from '../log/log-mark.ts'
import { FailureFinding } from '../doctor/failure-finding.tsx'
import { LogView } from '../log/log-view.tsx'
import { cancelJob, startTest, stopTest } from '../project/project-actions.ts'
import { EngineAwayPanel } from './engine-away-panel.tsx'
import { ExplanationPanel } from './explanation-panel.tsx'
import { OutputList } from './output-list.tsx'
import { markOfTest } from './mark-of-test.ts'
import { testTitle } from './test-target.ts'

const RunChart = lazyPart(async () => (await import('./chart/run-chart.tsx')).RunChart)

/** One test run: its state, its log as it comes, what it left in the output folder. */
export function TestRun({ job, project }: { job: Job; project: Project }) {
  const { t } = useTranslation()
  const stores = useStores()
  const running = job.state === 'running'
  const log = useRef<LogHandle>(null)
  const { explanations } = useJobView(job.id)
  // What looks like a failure does no harm in a run that ends well, or that goes on.
  const explained = job.state === 'failed' || job.state === 'succeeded' ? shownOf(job, explanations) : noExplanations
  const { landmarks } = useMetrics(job.id)
  const marks = useMemo(
    () => [...marksOf(explained, t), ...landmarks.map((landmark) => epochMark(landmark, t))],
    [explained, landmarks, t],
  )

  async function openOutput(): Promise<void> {
    try {
      await stores.client.call('app.showInFolder', project.testOutputPath)
    } catch (error) {
      stores.view.getState().tellProblem(unlessCancelled(error))
    }
  }

  return (
    <section className="test-run" aria-label={t(testTitle(job))}>
      <div className="test-run-head">
        <StateMark mark={markOfTest(job)} />
        <TestRunWords job={job} />
        <Button
          variant="default"
          className="test-run-open"
          aria-label={t('tests.openOutput')}
          title={t('tests.openOutput')}
          leftSection={<IconFolderOpen size={14} />}
          onClick={() => void openOutput()}
        >
          {t('tests.openOutput')}
        </Button>
        {!running && <AgainButton job={job} project={project} />}
        {running && job.engineAwaySince === undefined && <StopButton job={job} />}
      </div>
      {job.engineAwaySince !== undefined && (
        <EngineAwayPanel jobId={job.id} since={job.engineAwaySince} project={project} />
      )}
      {explained.length > 0 && job.test !== null ? (
        <ExplanationPanel
          explanations={explained}
          test={job.test}
          project={project}
          onShowLine={(index) => log.current?.goToLine(index)}
        />
      ) : (
        job.error !== null &&
        job.state === 'failed' && (
          <ErrorPanel error={job.error}>
            <FailureFinding error={job.error} project={project} />
          </ErrorPanel>
        )
      )}
      {job.result?.kind === 'test' && <OutputList outputs={job.result.outputs} />}
      <LogView jobId={job.id} running={running} marks={marks} ref={log} />
      <Suspense>
        <RunChart
          job={job}
          readSelected={() => log.current?.readSelected() ?? Promise.resolve(null)}
          onShowLine={(index) => log.current?.goToLine(index)}
        />
      </Suspense>
    </section>
  )
}

const noExplanations: readonly Explanation[] = []

function shownOf(job: Job, explanations: readonly Explanation[]): readonly Explanation[] {
  return job.state === 'failed' ? explanations : explanations.filter(({ lineIndex }) => lineIndex === null)
}

function marksOf(explanations: readonly Explanation[], t: TFunction): LogMark[] {
  return explanations.flatMap(({ id, lineIndex: index, subject }) =>
    index === null ? [] : [{ index, kind: 'explained', label: t(`explain.failures.${id}.title`, { subject }) }],
  )
}

function epochMark({ value, lineIndex }: Landmark, t: TFunction): LogMark {
  return { index: lineIndex, kind: 'epoch', label: t('chart.epoch', { value }) }
}

function TestRunWords({ job }: { job: Job }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(1000, job.state === 'running')
  const exitCode = exitCodeOf(job)
  const away = job.engineAwaySince
  const words = [
    isStopped(job)
      ? t('runs.stopped')
      : away === undefined
        ? t(`jobStates.${job.state}`)
        : t('runs.engineAwayShort', { time: format.time(away) }),
    ...(exitCode === null ? [] : [t('tests.exitCode', { code: exitCode })]),
    job.endedAt === null ? format.elapsed(now - job.startedAt) : format.duration(job.endedAt - job.startedAt),
  ]
  return (
    <p className="test-run-words">
      <strong>{t(testTitle(job))}</strong>
      <span>{words.join(' · ')}</span>
    </p>
  )
}

function exitCodeOf(job: Job): number | null {
  if (job.result?.kind === 'test') return job.result.exitCode
  return job.error?.code === 'test-failed' ? job.error.details.exitCode : null
}

function isStopped(job: Job): boolean {
  return job.result?.kind === 'test' && job.result.stopped
}

/** The first click lets the training end by itself; what takes too long for the user can be killed by a second one. */
function StopButton({ job }: { job: Job }) {
  const { t } = useTranslation()
  const stores = useStores()
  const [stopping, setStopping] = useState<'no' | 'gently' | 'now'>('no')

  if (stopping === 'no') {
    return (
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={14} />}
        onClick={() => {
          setStopping('gently')
          void stopTest(stores, job.id)
        }}
      >
        {t('tests.stop')}
      </Button>
    )
  }
  return (
    <>
      <span className="test-run-note" role="status">
        {t('runs.stopping')}
      </span>
      <Button
        variant="default"
        loading={stopping === 'now'}
        leftSection={<IconX size={14} />}
        onClick={() => {
          setStopping('now')
          void cancelJob(stores, job.id)
        }}
      >
        {t('runs.kill')}
      </Button>
    </>
  )
}

function AgainButton({ job, project }: { job: Job; project: Project }) {
  const { t } = useTranslation()
  const stores = useStores()
  if (job.test === null) return null
  const wish = { projectId: project.id, ...job.test }
  return (
    <Button.Group>
      <Button variant="light" leftSection={<IconPlayerPlay size={14} />} onClick={() => void startTest(stores, wish)}>
        {t('tests.again')}
      </Button>
      <Button
        variant="light"
        px={8}
        aria-label={t('runs.againWithOptions')}
        title={t('runs.againWithOptions')}
        onClick={() => stores.view.getState().openRunDialog(wish)}
      >
        <IconAdjustments size={16} />
      </Button>
    </Button.Group>
  )
}
