import { Select } from '@mantine/core'
import { memo, useEffect, useState, type Dispatch, type SetStateAction } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectId } from '../../../shared/model/ids.ts'
import { JobState } from '../../../shared/model/job.ts'
import type { PackFilter } from '../../../shared/model/pack-record.ts'
import { useStores } from '../../stores/use-stores.ts'

const dayMs = 24 * 60 * 60 * 1000
const periods = { day: 1, week: 7, month: 30, year: 365 } as const
type Period = keyof typeof periods

interface FilterChoicesProps {
  readonly projectId: ProjectId | null
  readonly state: JobState | null
  readonly tag: string | null
  readonly setFilter: Dispatch<SetStateAction<PackFilter>>
}

/** What packs are chosen by beside the text; not drawn anew with each letter of that. */
export const FilterChoices = memo(function FilterChoices({ projectId, state, tag, setFilter }: FilterChoicesProps) {
  const { t } = useTranslation()
  const { client } = useStores()
  const [tags, setTags] = useState<string[]>([])
  const [period, setPeriod] = useState<Period | null>(null)

  useEffect(() => {
    client.call('history.tags', { projectId }).then(setTags, () => setTags([]))
  }, [client, projectId])

  function choosePeriod(chosen: Period | null): void {
    setPeriod(chosen)
    const since = chosen === null ? null : Date.now() - periods[chosen] * dayMs
    setFilter((filter) => ({ ...filter, since }))
  }

  return (
    <>
      <Select
        aria-label={t('history.state')}
        placeholder={t('history.anyState')}
        clearable
        data={JobState.options.map((value) => ({ value, label: t(`jobStates.${value}`) }))}
        value={state}
        onChange={(value) => {
          const chosen = JobState.options.find((one) => one === value)
          setFilter((filter) => ({ ...filter, states: chosen === undefined ? [] : [chosen] }))
        }}
      />
      <Select
        aria-label={t('history.tag')}
        placeholder={t('history.anyTag')}
        clearable
        searchable
        nothingFoundMessage={t('history.noTag')}
        data={tags}
        value={tag}
        onChange={(chosen) => setFilter((filter) => ({ ...filter, tag: chosen }))}
      />
      <Select
        aria-label={t('history.period')}
        placeholder={t('history.anyTime')}
        clearable
        data={(Object.keys(periods) as Period[]).map((value) => ({ value, label: t(`history.periods.${value}`) }))}
        value={period}
        onChange={(value) => choosePeriod((Object.keys(periods) as Period[]).find((one) => one === value) ?? null)}
      />
    </>
  )
})
