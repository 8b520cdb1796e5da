import { ActionIcon, Select } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import type { Job } from '../../../../shared/model/job.ts'
import type { JobId } from '../../../../shared/model/ids.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useJobs, useMetrics, useStores, useView } from '../../../stores/use-stores.ts'
import { jobsOf } from '../../../stores/jobs-store.ts'
import { testTitle } from '../test-target.ts'
import { CurveTable } from './curve-table.tsx'
import { CurvePanels } from './curve-panels.tsx'
import { shownAtFirst, sortedNames, type ChartRun } from './curves.ts'
import { MarkedNumbers } from './marked-numbers.tsx'
import { CurveToggles } from './curve-toggles.tsx'
import { RunSettingsButton } from './run-settings.tsx'
import 'uplot/dist/uPlot.min.css'
import './chart.css'

interface RunChartProps {
  readonly job: Job
  /** The text of the line that is selected in the log. */
  readonly readSelected: () => Promise<string | null>
  readonly onShowLine: (index: number) => void
}

/** The curves of a run under its log: what its lines and event files say and what it uses. */
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
  const label = otherId === null ? '' : t('chart.thisRun')
  const run = useMemo(() => ({ label, colour: 0, snapshot }), [label, snapshot])

  if (names.length === 0 && snapshot.settings.size === 0) return null
  return (
    <section className="chart" aria-label={t('chart.label')}>
      <div className="chart-bar">
        <CurveToggles
          names={names}
          snapshot={snapshot}
          isShown={isShown}
          onToggle={(name) => projectId !== null && chooseCurve(projectId, name, !isShown(name))}
        />
        <RunSettingsButton settings={snapshot.settings} />
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
      ) : names.length === 0 ? null : otherId === null ? (
        <CurvePanels names={shown} runs={[run]} onShowLine={onShowLine} />
      ) : (
        <ComparedPanels run={run} otherId={otherId} names={shown} onShowLine={onShowLine} />
      )}
    </section>
  )
}

interface ComparedPanelsProps {
  readonly run: ChartRun
  readonly otherId: JobId
  readonly names: readonly string[]
  readonly onShowLine: (index: number) => void
}

/** With the curves of another run in the same panels. */
function ComparedPanels({ run, otherId, names, onShowLine }: ComparedPanelsProps) {
  const { t } = useTranslation()
  const snapshot = useMetrics(otherId)
  const other = useMemo(() => ({ label: t('chart.otherRun'), colour: 1, snapshot }), [t, snapshot])
  return <CurvePanels names={names} runs={[run, other]} onShowLine={onShowLine} />
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
