import { Activity, useEffect } from 'react'
import type { ProjectId } from '../../../shared/model/ids.ts'
import { useStores, useView } from '../../stores/use-stores.ts'
import { ComparePage } from './compare-page.tsx'
import { ListPage } from './list-page.tsx'
import { RecordPage } from './record-page.tsx'
import './history.css'

/** Menus and lists whose button tells so, and dialogs. */
const somethingOpen = '[role="dialog"], [aria-haspopup][aria-expanded="true"]'

/** The list of packs, or what has been opened from it; Escape goes back. */
export function HistoryView({ projectId }: { projectId: ProjectId | null }) {
  const { view } = useStores()
  const past = useView((state) => state.past)

  useEffect(() => {
    if (past.kind === 'list') return
    let isCovered = false
    // Before anyone closes anything: the key that closes a menu or a dialog is not to close what is below it, too.
    function look(): void {
      isCovered = document.querySelector(somethingOpen) !== null
    }
    function leave(event: KeyboardEvent): void {
      if (event.key === 'Escape' && !event.defaultPrevented && !isCovered) view.getState().showPast({ kind: 'list' })
    }
    window.addEventListener('keydown', look, { capture: true })
    window.addEventListener('keydown', leave)
    return () => {
      window.removeEventListener('keydown', look, { capture: true })
      window.removeEventListener('keydown', leave)
    }
  }, [past.kind, view])

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
