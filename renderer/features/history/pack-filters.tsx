import { Input, Select } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { JobState } from '../../../shared/model/job.ts'
import type { PackFilter } from '../../../shared/model/pack-record.ts'
import { useStores } from '../../stores/use-stores.ts'

const dayMs = 24 * 60 * 60 * 1000
const periods = { day: 1, week: 7, month: 30, year: 365 } as const
type Period = keyof typeof periods

interface PackFiltersProps {
  readonly filter: PackFilter
  readonly onChange: (filter: PackFilter) => void
}

export function PackFilters({ filter, onChange }: PackFiltersProps) {
  const { t } = useTranslation()
  const { client } = useStores()
  const [tags, setTags] = useState<string[]>([])
  const [period, setPeriod] = useState<Period | null>(null)
  const { projectId } = filter

  useEffect(() => {
    client.call('history.tags', { projectId }).then(setTags, () => setTags([]))
  }, [client, projectId])

  function choosePeriod(chosen: Period | null): void {
    setPeriod(chosen)
    onChange({ ...filter, since: chosen === null ? null : Date.now() - periods[chosen] * dayMs })
  }

  return (
    <search className="history-filters" aria-label={t('history.filters')}>
      <Input
        type="search"
        className="history-search"
        aria-label={t('history.search')}
        placeholder={t('history.search')}
        leftSection={<IconSearch size={14} />}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
      />
      <Select
        aria-label={t('history.state')}
        placeholder={t('history.anyState')}
        clearable
        data={JobState.options.map((value) => ({ value, label: t(`jobStates.${value}`) }))}
        value={filter.states[0] ?? null}
        onChange={(value) => {
          const state = JobState.options.find((one) => one === value)
          onChange({ ...filter, states: state === undefined ? [] : [state] })
        }}
      />
      <Select
        aria-label={t('history.tag')}
        placeholder={t('history.anyTag')}
        clearable
        searchable
        nothingFoundMessage={t('history.noTag')}
        data={tags}
        value={filter.tag}
        onChange={(tag) => onChange({ ...filter, tag })}
      />
      <Select
        aria-label={t('history.period')}
        placeholder={t('history.anyTime')}
        clearable
        data={(Object.keys(periods) as Period[]).map((value) => ({ value, label: t(`history.periods.${value}`) }))}
        value={period}
        onChange={(value) => choosePeriod((Object.keys(periods) as Period[]).find((one) => one === value) ?? null)}
      />
    </search>
  )
}
