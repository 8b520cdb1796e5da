import { useTranslation } from 'react-i18next'
import type { ImageTransfer, PackResult } from '../../../shared/model/pack.ts'
import { useFormat } from '../../i18n/format.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { shortDigest } from './note-list.tsx'

/** How the image got into the registry, layer by layer, and what that took. */
export function TransferDisclosure({ result: { layer, transfer } }: { result: PackResult }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (layer === null) return null
  const size = t('transfer.layer', {
    size: format.bytes(layer.sizeBytes),
    unpacked: format.bytes(layer.uncompressedBytes),
  })
  return (
    <Disclosure label={`${t('transfer.title')} (${size})`}>
      <div className="transfer selectable">
        <p>{transfer === null ? t('result.notPushed') : <Sum transfer={transfer} />}</p>
        {transfer !== null && transfer.blobs.length > 0 && <BlobTable transfer={transfer} />}
      </div>
    </Disclosure>
  )
}

function Sum({ transfer: { way, existed, blobs } }: { transfer: ImageTransfer }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (existed) return t('transfer.there')
  if (way === 'engine') return t('transfer.engine')
  const sentBytes = blobs.reduce((sum, blob) => sum + blob.sentBytes, 0)
  const thereBytes = blobs
    .filter(({ how }) => how === 'existed' || how === 'mounted')
    .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return t('transfer.direct', { sent: format.bytes(sentBytes), there: format.bytes(thereBytes) })
}

function BlobTable({ transfer: { blobs } }: { transfer: ImageTransfer }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <table className="images" aria-label={t('transfer.title')}>
      <thead>
        <tr>
          <th scope="col">{t('transfer.blob')}</th>
          <th scope="col" className="images-size">
            {t('transfer.blobSize')}
          </th>
          <th scope="col">{t('transfer.blobHow')}</th>
          <th scope="col" className="images-size">
            {t('transfer.blobSent')}
          </th>
        </tr>
      </thead>
      <tbody>
        {blobs.map(({ digest, sizeBytes, how, sentBytes }) => (
          <tr key={digest}>
            <td>
              <code title={digest}>{shortDigest(digest)}</code>
            </td>
            <td className="images-size">{format.bytes(sizeBytes)}</td>
            <td>{t(`transfer.how.${how}`)}</td>
            <td className="images-size">{format.bytes(sentBytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
