import { Input } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { Dispatch, SetStateAction } from 'react'
import { useTranslation } from 'react-i18next'
import type { PackFilter } from '../../../shared/model/pack-record.ts'
import { FilterChoices } from './filter-choices.tsx'

interface PackFiltersProps {
  readonly filter: PackFilter
  readonly setFilter: Dispatch<SetStateAction<PackFilter>>
  /** Their room is kept until then. */
  readonly offersChoices: boolean
}

export function PackFilters({ filter, setFilter, offersChoices }: PackFiltersProps) {
  const { t } = useTranslation()
  const { projectId, states, tag, text } = filter
  return (
    <search className="history-filters" aria-label={t('history.filters')}>
      <Input
        type="search"
        className="history-search"
        aria-label={t('history.search')}
        placeholder={t('history.search')}
        leftSection={<IconSearch size={14} />}
        value={text}
        onChange={(event) => setFilter({ ...filter, text: event.currentTarget.value })}
      />
      <div className="history-choices">
        {offersChoices && (
          <FilterChoices projectId={projectId} state={states[0] ?? null} tag={tag} setFilter={setFilter} />
        )}
      </div>
    </search>
  )
}
