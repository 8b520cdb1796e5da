import { useTranslation } from 'react-i18next'
import type { PackedImage } from '../../../shared/model/pack.ts'
import { useFormat } from '../../i18n/format.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { MiddleText } from '../../ui/middle-text.tsx'
import { shortDigest } from './note-list.tsx'

export function ImageTable({ images }: { images: readonly PackedImage[] }) {
  const { t } = useTranslation()
  return (
    <table className="images" aria-label={t('result.images')}>
      <thead>
        <tr>
          <th scope="col" className="images-lane">
            {t('result.images')}
          </th>
          <th scope="col">{t('result.name')}</th>
          <th scope="col" className="images-id">
            {t('result.id')}
          </th>
          <th scope="col" className="images-id">
            {t('result.digest')}
          </th>
          <th scope="col" className="images-size">
            {t('result.size')}
          </th>
        </tr>
      </thead>
      <tbody>
        {images.map((image) => (
          <ImageRow key={image.lane} image={image} />
        ))}
      </tbody>
    </table>
  )
}

function ImageRow({ image }: { image: PackedImage }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <tr>
      <th scope="row">{image.lane.toUpperCase()}</th>
      <td>
        <div className="images-cell">
          <MiddleText text={image.name} mono />
          <CopyButton text={image.name} what={`${t(`lanes.${image.lane}`)}: ${t('result.name')}`} />
        </div>
      </td>
      <td>
        <DigestCell digest={image.id} what={`${t(`lanes.${image.lane}`)}: ${t('result.id')}`} />
      </td>
      <td>
        {image.digest === null ? (
          <span className="images-none">{t('result.notPushed')}</span>
        ) : (
          <DigestCell digest={image.digest} what={`${t(`lanes.${image.lane}`)}: ${t('result.digest')}`} />
        )}
      </td>
      <td className="images-size" title={image.isLocal ? undefined : t('transfer.registryOnly')}>
        {format.bytes(image.sizeBytes)}
        {!image.isLocal && <span className="images-none"> {t('transfer.registryOnly')}</span>}
      </td>
    </tr>
  )
}

function DigestCell({ digest, what }: { digest: string; what: string }) {
  return (
    <div className="images-cell">
      <code title={digest}>{shortDigest(digest)}</code>
      <CopyButton text={digest} what={what} />
    </div>
  )
}
