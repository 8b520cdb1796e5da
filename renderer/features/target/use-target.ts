import { useEffect, useState } from 'react'
import type { ProjectId } from '../../../shared/model/ids.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'
import type { TargetReport } from '../../../shared/model/target.ts'
import { useFolders, useStores } from '../../stores/use-stores.ts'

/** Typing goes on meanwhile. */
const restMs = 400

/** What the newest look at the code found; null until the first, and where there is no code to read. */
export function useTarget(
  { codePath, mainFile, base, trainParams, acceleratorType, cloudGpu, packages }: ProjectSettings,
  { projectId, triedCount }: { readonly projectId: ProjectId; readonly triedCount: number },
): TargetReport | null {
  const { pythonLink } = packages
  const { client } = useStores()
  const lookedAt = useFolders((state) => state.inspections[codePath]?.lookedAt ?? 0)
  const [known, setKnown] = useState<{ readonly of: string; readonly report: TargetReport } | null>(null)
  const file = `${codePath}\n${mainFile}`

  useEffect(() => {
    if (codePath === '' || mainFile === '') return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      const code = { codePath, mainFile, base, trainParams, projectId }
      const question = { ...code, acceleratorType, cloudGpu, pythonLink }
      client.call('target.check', question, { signal: stop.signal }).then(
        (report) => setKnown({ of: file, report }),
        // Nothing is said of code that cannot be read: the form and the pack tell why.
        () => undefined,
      )
    }, restMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [
    client,
    file,
    codePath,
    mainFile,
    base,
    trainParams,
    lookedAt,
    projectId,
    triedCount,
    acceleratorType,
    cloudGpu,
    pythonLink,
  ])

  return known?.of === file ? known.report : null
}
