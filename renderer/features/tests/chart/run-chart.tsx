import { ActionIcon, Select } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import type { Job } from '../../../../shared/model/job.ts'
import type { JobId } from '../../../../shared/model/ids.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useJob, useJobs, useMetrics, useStores, useView } from '../../../stores/use-stores.ts'
import { jobsOf } from '../../../stores/jobs-store.ts'
import { testTitle } from '../test-target.ts'
import { CurveTable } from './curve-table.tsx'
import { curvesOf, shownAtFirst, sortedNames } from './curves.ts'
import { CurvePlot } from './curve-plot.tsx'
import { MarkedNumbers } from './marked-numbers.tsx'
import { CurveToggles } from './curve-toggles.tsx'
import 'uplot/dist/uPlot.min.css'
import './chart.css'

interface RunChartProps {
  readonly job: Job
  /** The text of the line that is selected in the log. */
  readonly readSelected: () => Promise<string | null>
  readonly onShowLine: (index: number) => void
}

/** The curves of a run under its log: what its lines say and what it uses, on one time axis. */
export function RunChart({ job, readSelected, onShowLine }: RunChartProps) {
  const { t } = useTranslation()
  const snapshot = useMetrics(job.id)
  const [otherId, setOtherId] = useState<JobId | null>(null)
  const { projectId } = job
  const { chooseCurve } = useStores().view.getState()
  const chosen = useView((state) => (projectId === null ? undefined : state.chosenCurves[projectId]))
  const [asTable, setAsTable] = useState(false)
  const names = sortedNames(snapshot.series)
  const first = shownAtFirst(names)
  const isShown = (name: string): boolean => chosen?.get(name) ?? first.includes(name)
  const shown = names.filter(isShown)
  const own = curvesOf(snapshot, shown, { isOther: false, startedAt: job.startedAt })

  if (names.length === 0) return null
  return (
    <section className="chart" aria-label={t('chart.label')}>
      <div className="chart-bar">
        <CurveToggles
          names={names}
          snapshot={snapshot}
          isShown={isShown}
          onToggle={(name) => projectId !== null && chooseCurve(projectId, name, !isShown(name))}
        />
        {projectId !== null && (
          <MarkedNumbers
            projectId={projectId}
            readSelected={readSelected}
            onMarked={(name) => chooseCurve(projectId, name, true)}
          />
        )}
        <OtherRun job={job} otherId={otherId} onChoose={setOtherId} />
        <ActionIcon
          size={28}
          variant={asTable ? 'light' : 'subtle'}
          color={asTable ? 'accent' : 'gray'}
          aria-label={t('chart.asTable')}
          title={t('chart.asTable')}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          <IconTable size={16} />
        </ActionIcon>
      </div>
      {asTable ? (
        <CurveTable snapshot={snapshot} names={names} />
      ) : otherId === null ? (
        <CurvePlot curves={own} snapshot={snapshot} names={names} onShowLine={onShowLine} />
      ) : (
        <ComparedPlot
          own={own}
          otherId={otherId}
          shown={shown}
          names={names}
          snapshot={snapshot}
          onShowLine={onShowLine}
        />
      )}
    </section>
  )
}

type ComparedPlotProps = Pick<Parameters<typeof CurvePlot>[0], 'names' | 'snapshot' | 'onShowLine'> & {
  readonly own: ReturnType<typeof curvesOf>
  readonly otherId: JobId
  readonly shown: readonly string[]
}

/** With the curves of another run, dashed, over the same seconds since the start. */
function ComparedPlot({ own, otherId, shown, ...rest }: ComparedPlotProps) {
  const other = useJob(otherId)
  const otherSnapshot = useMetrics(otherId)
  const others =
    other === undefined ? [] : curvesOf(otherSnapshot, shown, { isOther: true, startedAt: other.startedAt })
  return <CurvePlot curves={[...own, ...others]} {...rest} />
}

interface OtherRunProps {
  readonly job: Job
  readonly otherId: JobId | null
  readonly onChoose: (id: JobId | null) => void
}

function OtherRun({ job, otherId, onChoose }: OtherRunProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { projectId } = job
  const runs = useJobs(useShallow((state) => (projectId === null ? [] : jobsOf(state.jobs, projectId, 'test'))))
  const choices = useMemo(
    () =>
      runs
        .filter(({ id }) => id !== job.id)
        .map((run) => ({ value: run.id, label: `${t(testTitle(run))} · ${format.shortDateTime(run.startedAt)}` })),
    [runs, job.id, t, format],
  )
  if (choices.length === 0) return null
  return (
    <Select
      size="xs"
      className="chart-other"
      clearable
      aria-label={t('chart.compare')}
      placeholder={t('chart.compare')}
      data={choices}
      value={otherId}
      onChange={(value) => onChoose(runs.find(({ id }) => id === value)?.id ?? null)}
    />
  )
}
