import { useEffect, useState } from 'react'
import type { ScanEntry } from '../../../shared/model/scan.ts'
import type { ScanSnapshot } from '../../stores/scan-follow.ts'
import { useStores } from '../../stores/use-stores.ts'

const limit = 1000

interface Known {
  readonly lookCount: number
  readonly entries: readonly ScanEntry[]
}

/** What is in each of some folders of a scan. What an earlier scan told stays until the new one has answered. */
export function useEntries(
  { scanId, lookCount }: Pick<ScanSnapshot, 'scanId' | 'lookCount'>,
  folders: readonly string[],
): ReadonlyMap<string, readonly ScanEntry[]> {
  const { client } = useStores()
  const [known, setKnown] = useState<ReadonlyMap<string, Known>>(new Map())

  useEffect(() => {
    if (scanId === null) return
    const missing = folders.filter((folder) => known.get(folder)?.lookCount !== lookCount)
    if (missing.length === 0) return
    let isCurrent = true
    const asked = missing.map(async (folder): Promise<[string, Known]> => {
      const entries = await client.call('folders.scanEntries', { scanId, folder, depth: 1, limit })
      return [folder, { lookCount, entries }]
    })
    Promise.all(asked).then(
      (found) => {
        if (isCurrent) setKnown((before) => new Map([...before, ...found]))
      },
      () => undefined, // The scan is over; the next one asks again.
    )
    return () => {
      isCurrent = false
    }
  }, [client, scanId, lookCount, folders, known])

  return new Map([...known].map(([folder, { entries }]) => [folder, entries]))
}
