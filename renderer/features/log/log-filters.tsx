import { useTranslation } from 'react-i18next'
import type { LogSource } from '../../../shared/model/job.ts'
import type { LogFilter } from '../../../shared/model/log.ts'

const sources = ['out', 'err', 'app'] as const satisfies LogSource[]
const levels = ['warning', 'error'] as const

/** Which lines are shown, as buttons that stay down. */
export function LogFilters({ filter, onChange }: { filter: LogFilter; onChange: (filter: LogFilter) => void }) {
  const { t } = useTranslation()

  function toggleSource(source: LogSource): void {
    const shown = filter.sources.includes(source)
    const left = shown ? filter.sources.filter((one) => one !== source) : [...filter.sources, source]
    // With none of them nothing would be left to see.
    onChange({ ...filter, sources: left.length === 0 ? [...sources] : left })
  }

  return (
    <div className="log-filters" role="group" aria-label={t('log.filter')}>
      {sources.map((source) => (
        <button
          key={source}
          type="button"
          className="log-chip"
          aria-pressed={filter.sources.includes(source)}
          onClick={() => toggleSource(source)}
        >
          <span className={`log-chip-mark log-chip-mark-${source}`} aria-hidden="true" />
          {t(`log.sources.${source}`)}
        </button>
      ))}
      <span className="log-chip-gap" aria-hidden="true" />
      {levels.map((level) => (
        <button
          key={level}
          type="button"
          className="log-chip"
          aria-pressed={filter.level === level}
          onClick={() => onChange({ ...filter, level: filter.level === level ? 'info' : level })}
        >
          {t(`log.levels.${level}`)}
        </button>
      ))}
      {filter.query !== null && (
        <button
          type="button"
          className="log-chip"
          aria-pressed
          title={t('log.allLines')}
          onClick={() => onChange({ ...filter, query: null })}
        >
          <span className="log-chip-query">{filter.query.text}</span> ✕
        </button>
      )}
    </div>
  )
}
