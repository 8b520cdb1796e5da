import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { PackComparison, PackRecord } from '../../../shared/model/pack-record.ts'
import { useFormat } from '../../i18n/format.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { markOfJob, StateMark } from '../../ui/state-mark.tsx'
import { shortDigest } from '../pack/note-list.tsx'
import { BackButton } from './back-button.tsx'
import { ChangedFiles } from './changed-files.tsx'
import { ComparedRuns } from './compared-runs.tsx'
import { parameterName } from './parameter-names.ts'

/** Two packs side by side, the older one left. */
export function ComparePage({ left, right }: { left: JobId; right: JobId }) {
  const { t } = useTranslation()
  const { client } = useStores()
  const [comparison, setComparison] = useState<PackComparison | null>(null)
  const [problem, setProblem] = useState<ErrorData | null>(null)

  useEffect(() => {
    let isCurrent = true
    const inOrder = async (): Promise<PackComparison> => {
      const found = await client.call('history.compare', { left, right })
      const isInOrder = found.left.job.startedAt <= found.right.job.startedAt
      return isInOrder ? found : client.call('history.compare', { left: right, right: left })
    }
    inOrder().then(
      (found) => isCurrent && setComparison(found),
      (error: unknown) => isCurrent && setProblem(unlessCancelled(error)),
    )
    return () => {
      isCurrent = false
    }
  }, [client, left, right])

  return (
    <div className="page history-record">
      <header className="record-head">
        <BackButton />
        <h1>{t('history.comparison')}</h1>
      </header>
      {problem !== null && <ErrorPanel error={problem} />}
      {comparison !== null && <Comparison comparison={comparison} />}
    </div>
  )
}

function Comparison({ comparison }: { comparison: PackComparison }) {
  const { t } = useTranslation()
  const { left, right, parameters, files } = comparison
  return (
    <>
      <Facts left={left} right={right} />
      <section className="record-section" aria-label={t('history.parametersTitle')}>
        <h2>{t('history.parametersTitle')}</h2>
        {parameters.length === 0 ? (
          <p>{t('history.sameParameters')}</p>
        ) : (
          <table className="compare-table selectable" aria-label={t('history.parametersTitle')}>
            <tbody>
              {parameters.map(({ name, before, after }) => (
                <tr key={name}>
                  <th scope="row">{parameterName(name, t)}</th>
                  <td className="compare-before">{before === '' ? '—' : before}</td>
                  <td className="compare-after">{after === '' ? '—' : after}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section className="record-section" aria-label={t('history.files')}>
        <h2>{t('history.files')}</h2>
        {files === null && <p>{t('history.filesUnknown')}</p>}
        {files?.length === 0 && <p>{t('history.sameFiles')}</p>}
        {files !== null && files.length > 0 && <ChangedFiles files={files} left={left.job.id} right={right.job.id} />}
      </section>
      <section className="record-section" aria-label={t('history.tests')}>
        <h2>{t('history.tests')}</h2>
        <ComparedRuns left={left} right={right} />
      </section>
    </>
  )
}

/** What stands beside what, whether it differs or not. */
function Facts({ left, right }: { left: PackRecord; right: PackRecord }) {
  const { t } = useTranslation()
  const format = useFormat()

  function took({ job }: PackRecord): string {
    return job.endedAt === null ? '' : format.duration(job.endedAt - job.startedAt)
  }
  function base(record: PackRecord, lane: 'cpu' | 'gpu'): string {
    const found = record.details.bases.find((one) => one.lane === lane)
    if (found === undefined) return ''
    return found.digest === null ? found.reference : `${found.reference} ${shortDigest(found.digest)}`
  }
  function image(record: PackRecord, lane: 'cpu' | 'gpu'): string {
    const found = record.details.images.find((one) => one.lane === lane)
    return found === undefined ? '' : `${shortDigest(found.id)} · ${format.bytes(found.sizeBytes)}`
  }
  function ownLayers(record: PackRecord, other: PackRecord, lane: 'cpu' | 'gpu'): string {
    const [own, theirs] = [record, other].map(
      (one) => one.details.images.find((image) => image.lane === lane)?.layers ?? [],
    )
    if (own === undefined || own.length === 0) return ''
    const shared = own.filter((layer) => theirs?.includes(layer)).length
    return t('history.sharedLayers', { count: own.length, shared })
  }
  function commit({ details }: PackRecord): string {
    const { git } = details
    return git === null ? '' : `${git.commit.slice(0, 12)}${git.isDirty ? ' +' : ''}`
  }

  const rows: [string, string, string][] = [
    [t('history.took'), took(left), took(right)],
    ['git', commit(left), commit(right)],
    [t('history.baseOf', { lane: 'CPU' }), base(left, 'cpu'), base(right, 'cpu')],
    [t('history.baseOf', { lane: 'GPU' }), base(left, 'gpu'), base(right, 'gpu')],
    [t('lanes.cpu'), image(left, 'cpu'), image(right, 'cpu')],
    [t('lanes.gpu'), image(left, 'gpu'), image(right, 'gpu')],
    [t('history.layersOf', { lane: 'CPU' }), ownLayers(left, right, 'cpu'), ownLayers(right, left, 'cpu')],
    [t('history.layersOf', { lane: 'GPU' }), ownLayers(left, right, 'gpu'), ownLayers(right, left, 'gpu')],
  ]
  return (
    <table className="compare-table selectable" aria-label={t('history.comparison')}>
      <thead>
        <tr>
          <td />
          {[left, right].map(({ job, projectName, request }, index) => (
            <th key={job.id} scope="col">
              <StateMark mark={markOfJob(job.state)} label={t(`jobStates.${job.state}`)} /> {projectName}:
              {request.project.imageTag} <span className="compare-when">{format.exactDateTime(job.startedAt)}</span>{' '}
              <span className="history-badge">{t(index === 0 ? 'history.before' : 'history.after')}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows
          .filter(([, one, other]) => one !== '' || other !== '')
          .map(([name, one, other]) => (
            <tr key={name} className={one === other ? undefined : 'compare-differs'}>
              <th scope="row">{name}</th>
              <td>{one === '' ? '—' : one}</td>
              <td>{other === '' ? '—' : other}</td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}
