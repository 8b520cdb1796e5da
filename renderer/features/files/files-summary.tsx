import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import type { ScanSnapshot } from '../../stores/scan-follow.ts'
import { StateMark } from '../../ui/state-mark.tsx'

interface FilesSummaryProps {
  readonly scan: ScanSnapshot
  /** Null where no earlier push tells. */
  readonly uploadMs: number | null
}

/** One line: how much goes in, how big the layer will be and how long its upload takes, how much is left out. */
export function FilesSummary({ scan, uploadMs }: FilesSummaryProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { summary, looking } = scan
  if (summary === null) return <p className="files-summary">{scan.problem === null ? t('preview.looking') : ''}</p>
  const { fileCount, sizeBytes, layerBytes, ignoredCount, ignoredBytes, ignoredIsPartial } = summary
  const ignored = { count: ignoredCount, size: format.bytes(ignoredBytes) }
  return (
    <p className="files-summary">
      {looking && <StateMark mark="running" label={t('preview.looking')} />}
      <strong>{t('preview.files', { count: fileCount, size: format.bytes(sizeBytes) })}</strong>
      <span>
        {layerBytes === null ? t('files.layerUnknown') : t('files.layer', { size: format.bytes(layerBytes) })}
      </span>
      {uploadMs !== null && (
        <span title={t('files.uploadHint')}>
          {uploadMs < 1000 ? t('files.uploadShort') : t('files.upload', { time: format.duration(uploadMs) })}
        </span>
      )}
      {ignoredCount > 0 && <span>{t(ignoredIsPartial ? 'files.leftOutAtLeast' : 'files.leftOut', ignored)}</span>}
    </p>
  )
}
