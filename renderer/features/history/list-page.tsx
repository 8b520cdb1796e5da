import { Button } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { memo, useCallback, useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobId, ProjectId } from '../../../shared/model/ids.ts'
import { noPackFilter, type PackFilter, type PackRow } from '../../../shared/model/pack-record.ts'
import { useStores } from '../../stores/use-stores.ts'
import { telling } from '../project/project-actions.ts'
import { FoundPacks } from './found-packs.tsx'
import { PackFilters } from './pack-filters.tsx'

/** All packs, or those of one project. */
export function ListPage({ projectId }: { projectId: ProjectId | null }) {
  const { showPast } = useStores().view.getState()
  const everything = useMemo<PackFilter>(() => ({ ...noPackFilter, projectId }), [projectId])
  const [filter, setFilter] = useState(everything)
  const [marked, setMarked] = useState<readonly JobId[]>([])
  // What is chosen from can wait until the rows are asked for.
  const isComplete = useDeferredValue(true, false)

  /** Two at most: the third takes the place of the first. */
  const mark = useCallback(({ id }: PackRow): void => {
    setMarked((known) => (known.includes(id) ? known.filter((one) => one !== id) : [...known.slice(-1), id]))
  }, [])
  const open = useCallback(({ id }: PackRow): void => showPast({ kind: 'record', id }), [showPast])

  return (
    <div className="history-page">
      <div className="history-bar">
        <PackFilters filter={filter} setFilter={setFilter} offersChoices={isComplete} />
        <ListActions marked={marked} offersImport={projectId === null} />
      </div>
      <FoundPacks
        filter={filter}
        everything={everything}
        marked={marked}
        isComplete={isComplete}
        onOpen={open}
        onMark={mark}
      />
    </div>
  )
}

/** Not drawn anew with each letter of a search. */
const ListActions = memo(function ListActions(props: { marked: readonly JobId[]; offersImport: boolean }) {
  const { marked, offersImport } = props
  const { t } = useTranslation()
  const stores = useStores()
  const { showPast } = stores.view.getState()

  function compare(): void {
    const [left, right] = marked
    if (left !== undefined && right !== undefined) showPast({ kind: 'compare', left, right })
  }

  async function importFile(): Promise<void> {
    await telling(stores, async () => {
      const id = await stores.client.call('history.importFile', undefined)
      if (id !== null) showPast({ kind: 'record', id })
    })
  }

  return (
    <>
      <Button variant="default" disabled={marked.length < 2} title={t('history.compareHint')} onClick={compare}>
        {t('history.compare')}
      </Button>
      {offersImport && (
        <Button variant="default" leftSection={<IconFileImport size={14} />} onClick={() => void importFile()}>
          {t('history.import')}
        </Button>
      )}
    </>
  )
})
