import { useEffect } from 'react'
import type { AppStores } from '../../stores/app-stores.ts'
import { startPack } from '../project/project-actions.ts'

/** The keys that do the same wherever the focus is: Ctrl/Cmd+Enter packs, Ctrl/Cmd+K opens the palette. */
export function useShortcuts(stores: AppStores): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!event.ctrlKey && !event.metaKey) return
      const state = stores.view.getState()
      const isPalette = event.key.toLowerCase() === 'k' && !event.shiftKey && !event.altKey
      if (isPalette && state.isPaletteOpen) {
        event.preventDefault()
        state.closePalette()
        return
      }
      if (state.isPaletteOpen || state.isAboutOpen || state.accountDialog !== null || state.runDialog !== null) return
      if (state.questions.length > 0) return
      if (isPalette) {
        event.preventDefault()
        state.openPalette()
      } else if (event.key === 'Enter' && state.projectId !== null && state.screen === 'project') {
        event.preventDefault()
        void startPack(stores, state.projectId)
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [stores])
}
