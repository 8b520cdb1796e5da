import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Job } from '../../../shared/model/job.ts'
import { useMetrics } from '../../stores/use-stores.ts'
import type { MetricSeries, MetricSnapshot } from '../../stores/metric-follow.ts'
import { CurvePanels } from '../tests/chart/curve-panels.tsx'
import { CurveToggles } from '../tests/chart/curve-toggles.tsx'
import { useCurveWords } from '../tests/chart/curve-words.ts'
import { isOfMachine, isShare, shownAtFirst, sortedNames, summaryOf } from '../tests/chart/curves.ts'
import 'uplot/dist/uPlot.min.css'
import '../tests/chart/chart.css'

interface ComparedCurvesProps {
  readonly before: Job | null
  readonly after: Job | null
}

/** The curves of two runs, those of the earlier pack dashed. */
export function ComparedCurves({ before, after }: ComparedCurvesProps) {
  if (before !== null && after !== null) return <BothCurves before={before} after={after} />
  const only = before ?? after
  return only === null ? null : <CurvesOf run={only} isOther={only === before} />
}

function BothCurves({ before, after }: { before: Job; after: Job }) {
  return (
    <Curves
      runs={[
        { job: before, snapshot: useMetrics(before.id), isOther: true },
        { job: after, snapshot: useMetrics(after.id), isOther: false },
      ]}
    />
  )
}

function CurvesOf({ run, isOther }: { run: Job; isOther: boolean }) {
  return <Curves runs={[{ job: run, snapshot: useMetrics(run.id), isOther }]} />
}

interface RunCurves {
  readonly job: Job
  readonly snapshot: MetricSnapshot
  readonly isOther: boolean
}

function Curves({ runs }: { runs: readonly RunCurves[] }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map())
  const newest = runs.at(-1)
  const series = new Map(runs.flatMap(({ snapshot }) => [...snapshot.series]))
  const names = sortedNames(series)
  if (newest === undefined || names.length === 0) return null
  const first = shownAtFirst(names)
  const isShown = (name: string): boolean => chosen.get(name) ?? first.includes(name)
  const shown = names.filter(isShown)
  const drawn = runs.toReversed().map(({ snapshot, isOther }, colour) => ({
    label: t(isOther ? 'history.before' : 'history.after'),
    colour,
    snapshot,
  }))
  return (
    <>
      <CurveValues runs={runs} names={names.filter((name) => !isOfMachine(name))} />
      <section className="chart" aria-label={t('history.curves')}>
        <div className="chart-bar">
          <CurveToggles
            names={names}
            snapshot={{ ...newest.snapshot, series }}
            isShown={isShown}
            onToggle={(name) => setChosen(new Map([...chosen, [name, !isShown(name)]]))}
          />
        </div>
        <CurvePanels names={shown} runs={drawn} onShowLine={null} />
      </section>
    </>
  )
}

/** Where the curves of each run ended, and between what they moved. */
function CurveValues({ runs, names }: { runs: readonly RunCurves[]; names: readonly string[] }) {
  const { t } = useTranslation()
  const words = useCurveWords()

  function told(series: MetricSeries | undefined): string {
    if (series === undefined) return '—'
    const { last, min, max } = summaryOf(series)
    const unit = isShare(series) ? 'share' : series.unit
    const [lastWords, minWords, maxWords] = [last, min, max].map((one) =>
      one === null ? '—' : words.value(one.value, unit),
    )
    return t('history.curveValue', { last: lastWords, min: minWords, max: maxWords })
  }

  if (names.length === 0) return null
  return (
    <table className="compare-table selectable" aria-label={t('chart.curves')}>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{words.name(name)}</th>
            {[true, false].map((isOther) => (
              <td key={String(isOther)}>
                {told(runs.find((run) => run.isOther === isOther)?.snapshot.series.get(name))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
