import { useEffect } from 'react'
import type { ProjectId } from '../../../shared/model/ids.ts'
import type { Inspection } from '../../stores/folders-store.ts'
import { useFolders, useLookCount, useStores } from '../../stores/use-stores.ts'

const typingDelayMs = 300

/**
 * What is known of a project's code folder; looked at again when the path or something in the folder changes, and when
 * the user comes back to the window.
 */
export function useInspection(id: ProjectId, codePath: string): Inspection | undefined {
  const { folders } = useStores()
  const lookCount = useLookCount(id)

  useEffect(() => {
    if (codePath === '') return
    const look = (): void => void folders.getState().inspect(codePath)
    const timer = setTimeout(look, folders.getState().inspections[codePath] === undefined ? typingDelayMs : 0)
    window.addEventListener('focus', look)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('focus', look)
    }
  }, [codePath, folders, lookCount])

  return useFolders((state) => state.inspections[codePath])
}
