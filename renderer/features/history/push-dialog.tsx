import { Input } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { parseImageRef, repositoryProblem, tagProblem } from '../../../shared/model/image-ref.ts'
import type { PackRecord } from '../../../shared/model/pack-record.ts'
import { describeFailedTry } from '../../i18n/describe-error.ts'
import { useStores } from '../../stores/use-stores.ts'
import { NotePanel } from '../../ui/note-panel.tsx'
import { QuestionDialog } from '../open/question-dialog.tsx'
import { failedTry } from './failed-try.ts'

/** Where an image of the past is to be pushed to. */
export function PushDialog({ record }: { record: PackRecord }) {
  const { t } = useTranslation()
  const { client } = useStores()
  const id = useId()
  const name = record.details.images.find(({ lane }) => lane === 'gpu')?.name ?? ''
  const split = name.lastIndexOf(':')
  const [repository, setRepository] = useState(name.slice(0, split))
  const [tag, setTag] = useState(name.slice(split + 1))
  const reference = `${repository}:${tag}`
  const repositoryPath = repository.slice(repository.indexOf('/') + 1)
  const problem = repositoryProblem(repositoryPath) ?? tagProblem(tag)
  const failed = failedTry(record)
  const isGood = problem === null && parseImageRef(reference) !== null

  async function push(): Promise<void> {
    if (isGood) await client.call('jobs.startPush', { packJobId: record.job.id, reference })
  }

  return (
    <QuestionDialog
      title={t(record.pushes.length === 0 ? 'history.push' : 'history.pushAgain')}
      primary={{
        label: t(failed === null ? 'history.pushConfirm' : 'smoke.pushAnyway'),
        run: push,
        ...(isGood ? {} : { disabled: true }),
      }}
    >
      {failed !== null && (
        <NotePanel mark="failed" title={t('smoke.failedTry', { reason: describeFailedTry(failed, t) })}>
          {failed.words !== '' && <code className="selectable">{failed.words}</code>}
        </NotePanel>
      )}
      <div className="push-fields">
        <label htmlFor={`${id}-repository`}>{t('history.repository')}</label>
        <Input
          id={`${id}-repository`}
          value={repository}
          spellCheck={false}
          onChange={(event) => setRepository(event.currentTarget.value)}
        />
        <label htmlFor={`${id}-tag`}>{t('fields.imageTag')}</label>
        <Input
          id={`${id}-tag`}
          value={tag}
          spellCheck={false}
          error={!isGood}
          aria-describedby={`${id}-problem`}
          onChange={(event) => setTag(event.currentTarget.value)}
        />
        <p id={`${id}-problem`} className="push-problem">
          {problem !== null &&
            `${t(`problems.${problem}.reason`, { value: reference })} ${t(`problems.${problem}.cure`, { value: reference })}`}
        </p>
      </div>
      <p className="push-hint">{t('history.pushHint')}</p>
    </QuestionDialog>
  )
}
