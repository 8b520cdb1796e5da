import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AppError } from '../../../shared/errors.ts'
import type { ImageRemoval, PackRecord } from '../../../shared/model/pack-record.ts'
import { useFormat } from '../../i18n/format.ts'
import { useStores } from '../../stores/use-stores.ts'
import { QuestionDialog } from '../open/question-dialog.tsx'

/** Says what room comes back, and what stays because something shares it. */
export function RemoveImagesDialog({ record }: { record: PackRecord }) {
  const { t } = useTranslation()
  const { client } = useStores()
  const format = useFormat()
  const [plan, setPlan] = useState<ImageRemoval | null>(null)
  const { id } = record.job

  useEffect(() => {
    client.call('history.planRemoval', id).then(setPlan, () => setPlan({ images: [] }))
  }, [client, id])

  async function remove(): Promise<void> {
    const [refusal] = await client.call('history.removeImages', id)
    if (refusal !== undefined) {
      const { words } = refusal
      throw new AppError('engine-refused', { operation: 'remove-image', status: 409, words })
    }
  }

  const images = plan?.images ?? []
  const freed = images.reduce((sum, image) => sum + (image.otherNames.length > 0 ? 0 : image.ownBytes), 0)
  return (
    <QuestionDialog
      title={t('history.removeImages')}
      primary={{ label: t('history.removeImagesConfirm'), run: remove, destructive: true }}
    >
      {plan !== null && images.length === 0 && <p>{t('history.noImagesLeft')}</p>}
      {images.length > 0 && <p>{t('history.freed', { size: format.bytes(freed) })}</p>}
      <ul className="removal">
        {images.map(({ id: imageId, name, ownBytes, otherNames, sharesLayers }) => (
          <li key={imageId}>
            <code>{name}</code>
            <span>
              {otherNames.length > 0
                ? t('history.staysNamed', { names: otherNames.join(', ') })
                : sharesLayers
                  ? t('history.freesOwn', { size: format.bytes(ownBytes) })
                  : t('history.frees', { size: format.bytes(ownBytes) })}
            </span>
          </li>
        ))}
      </ul>
      <p>{t('history.registryStays')}</p>
    </QuestionDialog>
  )
}

export function RemoveRecordDialog({ record }: { record: PackRecord }) {
  const { t } = useTranslation()
  const { client, view } = useStores()

  async function remove(): Promise<void> {
    await client.call('history.remove', record.job.id)
    view.getState().showPast({ kind: 'list' })
  }

  return (
    <QuestionDialog
      title={t('history.removeRecord')}
      primary={{ label: t('history.removeRecordConfirm'), run: remove, destructive: true }}
    >
      <p>{t('history.removeRecordText', { count: record.tests.length })}</p>
    </QuestionDialog>
  )
}
