import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { PackRecord } from '../../../shared/model/pack-record.ts'
import { useFormat } from '../../i18n/format.ts'
import { useStores } from '../../stores/use-stores.ts'
import { testTitle } from '../tests/test-target.ts'
import { ComparedCurves } from './compared-curves.tsx'
import { chooseRuns } from './run-choice.ts'

interface ComparedRunsProps {
  readonly left: PackRecord
  readonly right: PackRecord
}

/** What the test runs of two packs have come to, and their curves over each other. */
export function ComparedRuns({ left, right }: ComparedRunsProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(() => chooseRuns(left.tests, right.tests))
  if (left.tests.length === 0 && right.tests.length === 0) return <p>{t('history.noTests')}</p>
  const [before, after] = [find(left.tests, chosen.left), find(right.tests, chosen.right)]
  return (
    <>
      <table className="compare-table selectable" aria-label={t('history.tests')}>
        <tbody>
          <tr>
            <th scope="row">{t('history.run')}</th>
            <td>
              <RunChooser
                label={t('history.runBefore')}
                runs={left.tests}
                run={before}
                onChoose={(id) => setChosen({ ...chosen, left: id })}
              />
            </td>
            <td>
              <RunChooser
                label={t('history.runAfter')}
                runs={right.tests}
                run={after}
                onChoose={(id) => setChosen({ ...chosen, right: id })}
              />
            </td>
          </tr>
          <Outcomes before={before} after={after} />
        </tbody>
      </table>
      {/* Other runs have other curves; what was chosen of the former ones stands for nothing then. */}
      <ComparedCurves key={`${before?.id} ${after?.id}`} before={before} after={after} />
    </>
  )
}

function find(runs: readonly Job[], id: JobId | null): Job | null {
  return runs.find((run) => run.id === id) ?? null
}

interface RunChooserProps {
  readonly label: string
  readonly runs: readonly Job[]
  readonly run: Job | null
  readonly onChoose: (id: JobId) => void
}

function RunChooser({ label, runs, run, onChoose }: RunChooserProps) {
  const { t } = useTranslation()
  const { view } = useStores()
  const format = useFormat()
  if (run === null) return t('history.noTest')
  const { id, projectId } = run

  function open(): void {
    if (projectId === null) return
    view.getState().selectProject(projectId)
    view.getState().showTest(projectId, id)
  }

  return (
    <span className="compare-run">
      <Select
        size="xs"
        allowDeselect={false}
        aria-label={label}
        data={runs.map((one) => ({
          value: one.id,
          label: `${t(testTitle(one))} · ${format.dateTime(one.startedAt)}`,
        }))}
        value={id}
        onChange={(value) => onChoose(runs.find((one) => one.id === value)?.id ?? id)}
      />
      {projectId !== null && (
        <Button variant="subtle" color="gray" size="xs" onClick={open}>
          {t('history.openRun')}
        </Button>
      )}
    </span>
  )
}

function Outcomes({ before, after }: { before: Job | null; after: Job | null }) {
  const { t } = useTranslation()
  const format = useFormat()

  function outcome(job: Job): string {
    const { result, state } = job
    if (result?.kind !== 'test' || result.exitCode === 0) return t(`jobStates.${state}`)
    return t('history.endedWith', { state: t(`jobStates.${state}`), code: result.exitCode })
  }
  function took({ startedAt, endedAt }: Job): string {
    return endedAt === null ? '' : format.duration(endedAt - startedAt)
  }
  function outputs({ result }: Job): string {
    if (result?.kind !== 'test') return ''
    const sizeBytes = result.outputs.reduce((sum, file) => sum + file.sizeBytes, 0)
    return t('history.outputs', { count: result.outputs.length, size: format.bytes(sizeBytes) })
  }

  const rows: readonly [string, (job: Job) => string][] = [
    [t('history.outcome'), outcome],
    [t('history.took'), took],
    [t('history.outputsTitle'), outputs],
  ]
  return rows.map(([name, tell]) => {
    const [one, other] = [before, after].map((job) => (job === null ? '' : tell(job)))
    if (one === '' && other === '') return null
    return (
      <tr key={name} className={one === other ? undefined : 'compare-differs'}>
        <th scope="row">{name}</th>
        <td>{one === '' ? '—' : one}</td>
        <td>{other === '' ? '—' : other}</td>
      </tr>
    )
  })
}
