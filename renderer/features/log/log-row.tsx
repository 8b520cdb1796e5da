import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogLine } from '../../../shared/model/job.ts'
import type { Format } from '../../i18n/format.ts'
import { plainText } from '../../stores/log-buffer.ts'
import { isPythonError } from './python-error.ts'

export const LogRow = memo(function LogRow({ line, format }: { line: LogLine | undefined; format: Format }) {
  const { t } = useTranslation()
  if (line === undefined) return null
  const text = plainText(line.text)
  const bad = line.source === 'err' && isPythonError(text)
  return (
    <div className={`log-row log-row-${line.source}`}>
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
