import { Activity, useEffect } from 'react'
import type { ProjectId } from '../../../shared/model/ids.ts'
import { useStores, useView } from '../../stores/use-stores.ts'
import { ComparePage } from './compare-page.tsx'
import { ListPage } from './list-page.tsx'
import { RecordPage } from './record-page.tsx'
import './history.css'

/** The list of packs, or what has been opened from it; Escape goes back. */
export function HistoryView({ projectId }: { projectId: ProjectId | null }) {
  const { view } = useStores()
  const past = useView((state) => state.past)
  const isAsking = useView((state) => state.questions.length > 0)

  useEffect(() => {
    if (past.kind === 'list' || isAsking) return
    function leave(event: KeyboardEvent): void {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      // By now it may be closed, and its key is not to close what is below it, too.
      if (event.target instanceof Element && event.target.closest('[role="dialog"], [role="menu"]') !== null) return
      view.getState().showPast({ kind: 'list' })
    }
    window.addEventListener('keydown', leave)
    return () => window.removeEventListener('keydown', leave)
  }, [past.kind, isAsking, view])

  return (
    <>
      {/* Whoever comes back finds the list as it was left: its filter, its place, its marks. */}
      <Activity mode={past.kind === 'list' ? 'visible' : 'hidden'}>
        <ListPage key={projectId} projectId={projectId} />
      </Activity>
      {past.kind === 'record' && <RecordPage key={past.id} id={past.id} />}
      {past.kind === 'compare' && (
        <ComparePage key={`${past.left} ${past.right}`} left={past.left} right={past.right} />
      )}
    </>
  )
}
