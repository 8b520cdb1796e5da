import { Button } from '@mantine/core'
import { IconPackage, IconUpload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ImageTruth, PackRecord } from '../../../shared/model/pack-record.ts'
import { useStores } from '../../stores/use-stores.ts'
import { NotePanel } from '../../ui/note-panel.tsx'
import { packAgain, pushAgain } from './history-actions.ts'
import { truthOf } from './use-record.ts'

interface InterruptedNoticeProps {
  readonly record: PackRecord
  readonly truths: readonly ImageTruth[]
}

/** What can be made of a pack that the end of the app has cut off: its push goes on, or all of it. */
export function InterruptedNotice({ record, truths }: InterruptedNoticeProps) {
  const { t } = useTranslation()
  const stores = useStores()
  const { job, details, request, pushes } = record
  const image = details.images.find(({ lane }) => lane === 'gpu')
  const isThere = image !== undefined && truthOf(truths, 'engine', image.name)?.state === 'there'
  if (pushes.length > 0) return null
  const canPush = isThere && request.push
  return (
    <NotePanel mark="warning" title={t('history.interruptedTitle')}>
      <p>{t(canPush ? 'history.interruptedPush' : 'history.interruptedText')}</p>
      <div className="panel-actions">
        {canPush && (
          <Button
            leftSection={<IconUpload size={14} />}
            onClick={() => void pushAgain(stores, { packJobId: job.id, reference: image.name })}
          >
            {t('history.resumePush')}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconPackage size={14} />}
          title={t('history.packAgainHint')}
          onClick={() => void packAgain(stores, record)}
        >
          {t('history.packAgain')}
        </Button>
      </div>
    </NotePanel>
  )
}
