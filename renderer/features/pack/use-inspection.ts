import { useEffect } from 'react'
import type { Inspection } from '../../stores/folders-store.ts'
import { useFolders, useStores } from '../../stores/use-stores.ts'

const typingDelayMs = 300

/** What is known of a code folder; looked at again when the path changes and when the user comes back to the window. */
export function useInspection(codePath: string): Inspection | undefined {
  const { folders } = useStores()

  useEffect(() => {
    if (codePath === '') return
    const look = (): void => void folders.getState().inspect(codePath)
    const timer = setTimeout(look, folders.getState().inspections[codePath] === undefined ? typingDelayMs : 0)
    window.addEventListener('focus', look)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('focus', look)
    }
  }, [codePath, folders])

  return useFolders((state) => state.inspections[codePath])
}
