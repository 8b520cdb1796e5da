import { useEffect, useState } from 'react'
import type { ProjectSettings } from '../../../shared/model/project.ts'
import type { TargetReport } from '../../../shared/model/target.ts'
import { useFolders, useStores } from '../../stores/use-stores.ts'

/** Typing goes on meanwhile. */
const restMs = 400

/** What the newest look at the code found; null until the first, and where there is no code to read. */
export function useTarget({ codePath, mainFile, base, trainParams }: ProjectSettings): TargetReport | null {
  const { client } = useStores()
  const lookedAt = useFolders((state) => state.inspections[codePath]?.lookedAt ?? 0)
  const [known, setKnown] = useState<{ readonly of: string; readonly report: TargetReport } | null>(null)
  const file = `${codePath}\n${mainFile}`

  useEffect(() => {
    if (codePath === '' || mainFile === '') return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      client.call('target.check', { codePath, mainFile, base, trainParams }, { signal: stop.signal }).then(
        (report) => setKnown({ of: file, report }),
        // Nothing is said of code that cannot be read: the form and the pack tell why.
        () => undefined,
      )
    }, restMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [client, file, codePath, mainFile, base, trainParams, lookedAt])

  return known?.of === file ? known.report : null
}
