import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobId } from '../../../shared/model/ids.ts'
import type { PackFilter, PackRow } from '../../../shared/model/pack-record.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { PackListView } from './pack-list.tsx'
import { RoomButton } from './room-button.tsx'
import { usePackList } from './use-pack-list.ts'

interface FoundPacksProps {
  readonly filter: PackFilter
  /** The filter that leaves nothing out. */
  readonly everything: PackFilter
  readonly marked: readonly JobId[]
  /** What can wait until the rows are asked for is shown, too. */
  readonly isComplete: boolean
  readonly onOpen: (row: PackRow) => void
  readonly onMark: (row: PackRow) => void
}

/** The packs that a filter lets through, and how many they are. */
export function FoundPacks({ filter, everything, marked, isComplete, onOpen, onMark }: FoundPacksProps) {
  const { t } = useTranslation()
  const list = usePackList(filter)
  const { projectId } = filter
  const isFiltered = JSON.stringify(filter) !== JSON.stringify(everything)
  return (
    <>
      {list.problem !== null && <ErrorPanel error={list.problem} />}
      {list.total === 0 ? (
        <div className="nothing">
          <strong>
            {t(isFiltered ? 'history.noMatch' : projectId === null ? 'history.noneAtAll' : 'history.none')}
          </strong>
        </div>
      ) : (
        <PackListView list={list} marked={marked} showsProject={projectId === null} onOpen={onOpen} onMark={onMark} />
      )}
      <Foot total={list.total} showsRoom={isComplete} />
    </>
  )
}

const Foot = memo(function Foot({ total, showsRoom }: { total: number | null; showsRoom: boolean }) {
  const { t } = useTranslation()
  return (
    <div className="history-foot">
      <span role="status">{total === null ? '' : t('history.count', { count: total })}</span>
      {showsRoom && <RoomButton />}
    </div>
  )
})
