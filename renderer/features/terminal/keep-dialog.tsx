import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import type { JobId, ProjectId } from '../../../shared/model/ids.ts'
import type { ChangeSummary } from '../../../shared/model/terminal.ts'
import { useFormat } from '../../i18n/format.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { QuestionDialog } from '../open/question-dialog.tsx'
import { ChangeList } from './change-list.tsx'
import { keepChanges } from './keep-changes.ts'

interface KeepDialogProps {
  readonly jobId: JobId
  readonly projectId: ProjectId
}

/** Shows what was changed in a terminal, before it is kept or the terminal is closed without it. */
export function KeepDialog({ jobId, projectId }: KeepDialogProps) {
  const { t } = useTranslation()
  const stores = useStores()
  const format = useFormat()
  const [summary, setSummary] = useState<ChangeSummary | null>(null)
  const [problem, setProblem] = useState<ErrorData | null>(null)
  const [readBytes, setReadBytes] = useState<number | null>(null)
  const leaving = useRef(new AbortController())

  useEffect(() => {
    const stop = new AbortController()
    leaving.current = stop
    stores.client.call('terminals.changes', jobId, { signal: stop.signal }).then(setSummary, (error: unknown) => {
      if (!stop.signal.aborted) setProblem(unlessCancelled(error))
    })
    return () => stop.abort()
  }, [stores, jobId])

  const isEmpty = summary === null || summary.added + summary.changed + summary.deleted === 0
  return (
    <QuestionDialog
      title={t('terminal.summary.title')}
      size={640}
      primary={{
        label: t('terminal.summary.confirm'),
        disabled: isEmpty,
        run: () => keepChanges(stores, { jobId, projectId, onRead: setReadBytes, signal: leaving.current.signal }),
      }}
      secondary={{ label: t('terminal.summary.discard'), run: () => stores.jobs.getState().stop(jobId) }}
    >
      {summary === null && problem === null && <p role="status">{t('terminal.summary.looking')}</p>}
      {problem !== null && <ErrorPanel error={problem} />}
      {summary !== null && <ChangeList summary={summary} />}
      {readBytes !== null && <p role="status">{t('terminal.summary.keeping', { size: format.bytes(readBytes) })}</p>}
    </QuestionDialog>
  )
}
