import { useTranslation } from 'react-i18next'
import type { JobId } from '../../../shared/model/ids.ts'
import { useFormat } from '../../i18n/format.ts'
import { useJobView } from '../../stores/use-stores.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { markOfStage, StateMark } from '../../ui/state-mark.tsx'

/** The stages as they went, with their times and what they moved. */
export function RecordStages({ jobId }: { jobId: JobId }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { stages } = useJobView(jobId)
  if (stages.length === 0) return null
  return (
    <Disclosure label={t('history.stages')}>
      <table className="record-table" aria-label={t('history.stages')}>
        <tbody>
          {stages.map(({ stage, lane, state, startedAt, endedAt, bytes }) => (
            <tr key={`${lane} ${stage}`}>
              <td>
                <StateMark mark={markOfStage(state)} label={t(`stageStates.${state}`)} />
              </td>
              <th scope="row">{t(`stages.${stage}.name`)}</th>
              <td>{lane === 'shared' ? '' : t(`lanes.${lane}`)}</td>
              <td className="record-number">{endedAt === null ? '' : format.duration(endedAt - startedAt)}</td>
              <td className="record-number">{bytes === null ? '' : format.bytes(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Disclosure>
  )
}
