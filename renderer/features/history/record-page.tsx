import { useTranslation } from 'react-i18next'
import type { JobId } from '../../../shared/model/ids.ts'
import type { PackRecord } from '../../../shared/model/pack-record.ts'
import { useFormat } from '../../i18n/format.ts'
import { useJobView } from '../../stores/use-stores.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { markOfJob, StateMark } from '../../ui/state-mark.tsx'
import { LogView } from '../log/log-view.tsx'
import { NoteList } from '../pack/note-list.tsx'
import { BackButton } from './back-button.tsx'
import { InterruptedNotice } from './interrupted-notice.tsx'
import { RecordActions } from './record-actions.tsx'
import { RecordCode } from './record-code.tsx'
import { RecordCommands } from './record-commands.tsx'
import { RecordImages } from './record-images.tsx'
import { RecordParameters } from './record-parameters.tsx'
import { RecordStages } from './record-stages.tsx'
import { RecordTests } from './record-tests.tsx'
import { RecordTransfers } from './record-transfers.tsx'
import { SmokeBadgeView } from './smoke-badge.tsx'
import { useRecord, useTruths } from './use-record.ts'

/** All that is kept of one pack, and all that can be done with it. */
export function RecordPage({ id }: { id: JobId }) {
  const { record, problem } = useRecord(id)
  return (
    <div className="page history-record">
      {problem !== null && (
        <>
          <BackButton />
          <ErrorPanel error={problem} />
        </>
      )}
      {record !== null && <Record record={record} />}
    </div>
  )
}

function Record({ record }: { record: PackRecord }) {
  const { t } = useTranslation()
  const format = useFormat()
  const truths = useTruths(record)
  const { job, projectName, accountName, origin, smoke } = record
  const { notes } = useJobView(job.id)
  return (
    <>
      <header className="record-head">
        <BackButton />
        <div className="record-title">
          <h1>
            <StateMark mark={markOfJob(job.state)} /> {projectName}
          </h1>
          <span>
            {format.dateTime(job.startedAt)} · {t(`jobStates.${job.state}`)}
            {job.endedAt !== null && ` · ${format.duration(job.endedAt - job.startedAt)}`}
            {accountName !== '' && ` · ${accountName}`}
            {smoke !== null && <SmokeBadgeView badge={smoke} />}
            {origin !== 'here' && <span className="history-badge">{t(`history.origins.${origin}`)}</span>}
          </span>
        </div>
      </header>
      <RecordActions record={record} truths={truths} />
      <RecordTransfers packJobId={job.id} />
      {job.error !== null && <ErrorPanel error={job.error} />}
      {job.state === 'interrupted' && origin === 'here' && <InterruptedNotice record={record} />}
      <RecordImages record={record} truths={truths} />
      <RecordCommands record={record} />
      <RecordParameters record={record} />
      <RecordCode record={record} />
      <RecordStages jobId={job.id} />
      <RecordTests record={record} />
      <NoteList notes={notes} />
      {(record.hasLog || job.state === 'running') && (
        <Disclosure label={t('pack.log')}>
          <div className="log-box">
            <LogView jobId={job.id} running={job.state === 'running'} />
          </div>
        </Disclosure>
      )}
    </>
  )
}
