import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogLine } from '../../../shared/model/job.ts'
import type { Format } from '../../i18n/format.ts'
import { plainText } from '../../stores/log-buffer.ts'
import type { LogMark } from './log-mark.ts'
import { isPythonError } from './python-error.ts'

interface LogRowProps {
  readonly line: LogLine | undefined
  readonly format: Format
  readonly mark: LogMark | undefined
}

export const LogRow = memo(function LogRow({ line, format, mark }: LogRowProps) {
  const { t } = useTranslation()
  if (line === undefined) return null
  const text = plainText(line.text)
  const bad = line.source === 'err' && isPythonError(text)
  const marked = mark === undefined ? '' : ` log-row-marked-${mark.kind}`
  return (
    <div className={`log-row log-row-${line.source}${marked}`} title={mark?.label}>
      <span className="log-time">{format.time(line.at)}</span>
      <span
        className="log-source"
        title={line.source === 'err' ? t('log.errorOutput') : undefined}
        aria-hidden="true"
      />
      <span className={bad ? 'log-text log-text-bad' : 'log-text'}>{text}</span>
    </div>
  )
})
