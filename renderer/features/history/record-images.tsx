import { useTranslation } from 'react-i18next'
import type { ImageTruth, PackRecord } from '../../../shared/model/pack-record.ts'
import { useFormat } from '../../i18n/format.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { MiddleText } from '../../ui/middle-text.tsx'
import { StateMark, type Mark } from '../../ui/state-mark.tsx'
import { shortDigest } from '../pack/note-list.tsx'
import { truthOf } from './use-record.ts'

interface RecordImagesProps {
  readonly record: PackRecord
  readonly truths: readonly ImageTruth[]
}

/** The images that were made and where they were pushed to, each with what has become of it. */
export function RecordImages({ record, truths }: RecordImagesProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { images, bases } = record.details
  if (images.length === 0 && record.pushes.length === 0) return null
  return (
    <section className="record-section" aria-label={t('result.images')}>
      <h2>{t('result.images')}</h2>
      <ul className="record-rows">
        {images.map(({ lane, name, id, sizeBytes, layers }) => (
          <li key={lane} className="record-row">
            <strong>{lane.toUpperCase()}</strong>
            <MiddleText text={name} mono />
            <Digest digest={id} what={`${t(`lanes.${lane}`)}: ${t('result.id')}`} />
            <span>
              {format.bytes(sizeBytes)}
              {layers.length > 0 && ` · ${t('history.layers', { count: layers.length })}`}
            </span>
            <Truth truth={truthOf(truths, 'engine', name)} />
          </li>
        ))}
        {record.pushes.map(({ reference, digest, at, accountName }, index) => (
          <li key={index} className="record-row">
            <strong title={accountName}>{t('history.push')}</strong>
            <MiddleText text={reference} mono />
            <Digest digest={digest} what={`${reference}: ${t('result.digest')}`} />
            <span title={accountName}>{format.dateTime(at)}</span>
            <Truth
              truth={truths.find(
                (one) => one.where === 'registry' && one.reference === reference && one.digest === digest,
              )}
            />
          </li>
        ))}
        {bases.map(({ lane, reference, digest }) => (
          <li key={`base ${lane}`} className="record-row record-row-dim">
            <strong>{t('history.baseOf', { lane: lane.toUpperCase() })}</strong>
            <MiddleText text={reference} mono />
            {digest === null ? <span /> : <Digest digest={digest} what={`${reference}: ${t('result.digest')}`} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Digest({ digest, what }: { digest: string; what: string }) {
  return (
    <span className="record-digest" title={digest}>
      <code>{shortDigest(digest)}</code>
      <CopyButton text={digest} what={what} />
    </span>
  )
}

const marks: Readonly<Record<ImageTruth['state'], Mark>> = {
  there: 'done',
  gone: 'failed',
  unnamed: 'warning',
  moved: 'warning',
  unknown: 'none',
}

function Truth({ truth }: { truth: ImageTruth | undefined }) {
  const { t } = useTranslation()
  if (truth === undefined) return <span />
  return (
    <span className="record-truth" title={truth.words === '' ? undefined : truth.words}>
      <StateMark mark={marks[truth.state]} />
      {t(`history.truths.${truth.where}.${truth.state}`)}
    </span>
  )
}
