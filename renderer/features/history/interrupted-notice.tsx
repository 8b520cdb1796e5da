import { Button } from '@mantine/core'
import { IconPackage, IconUpload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PackRecord } from '../../../shared/model/pack-record.ts'
import { useStores } from '../../stores/use-stores.ts'
import { NotePanel } from '../../ui/note-panel.tsx'
import { packAgain, pushAgain } from './history-actions.ts'

/** What can be made of a pack that the end of the app has cut off: its push goes on, or all of it. */
export function InterruptedNotice({ record }: { record: PackRecord }) {
  const { t } = useTranslation()
  const stores = useStores()
  const { job, details, request, pushes, smoke } = record
  const image = details.images.find(({ lane }) => lane === 'gpu')
  if (pushes.length > 0) return null
  // An image that was to be tried first goes to no registry before it was.
  const isTried = request.project.smokeSeconds === null || (smoke !== null && smoke.verdict !== 'failed')
  const canPush = image !== undefined && request.push && isTried
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
