import { Button } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobId, ProjectId } from '../../../shared/model/ids.ts'
import { noPackFilter, type PackFilter, type PackRow } from '../../../shared/model/pack-record.ts'
import { useStores } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { telling } from '../project/project-actions.ts'
import { PackFilters } from './pack-filters.tsx'
import { PackListView } from './pack-list.tsx'
import { RoomButton } from './room-button.tsx'
import { usePackList } from './use-pack-list.ts'

/** All packs, or those of one project. */
export function ListPage({ projectId }: { projectId: ProjectId | null }) {
  const { t } = useTranslation()
  const stores = useStores()
  const { showPast } = stores.view.getState()
  const [filter, setFilter] = useState<PackFilter>({ ...noPackFilter, projectId })
  const [marked, setMarked] = useState<readonly JobId[]>([])
  const list = usePackList(filter)
  const isFiltered = JSON.stringify(filter) !== JSON.stringify({ ...noPackFilter, projectId })

  /** Two at most: the third takes the place of the first. */
  const mark = useCallback(({ id }: PackRow): void => {
    setMarked((known) => (known.includes(id) ? known.filter((one) => one !== id) : [...known.slice(-1), id]))
  }, [])
  const open = useCallback(({ id }: PackRow): void => showPast({ kind: 'record', id }), [showPast])

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
    <div className="history-page">
      <div className="history-bar">
        <PackFilters filter={filter} setFilter={setFilter} />
        <Button variant="default" disabled={marked.length < 2} title={t('history.compareHint')} onClick={compare}>
          {t('history.compare')}
        </Button>
        {projectId === null && (
          <Button variant="default" leftSection={<IconFileImport size={14} />} onClick={() => void importFile()}>
            {t('history.import')}
          </Button>
        )}
      </div>
      {list.problem !== null && <ErrorPanel error={list.problem} />}
      {list.total === 0 ? (
        <div className="nothing">
          <strong>
            {t(isFiltered ? 'history.noMatch' : projectId === null ? 'history.noneAtAll' : 'history.none')}
          </strong>
        </div>
      ) : (
        <PackListView list={list} marked={marked} showsProject={projectId === null} onOpen={open} onMark={mark} />
      )}
      <div className="history-foot">
        <span role="status">{list.total === null ? '' : t('history.count', { count: list.total })}</span>
        <RoomButton />
      </div>
    </div>
  )
}
