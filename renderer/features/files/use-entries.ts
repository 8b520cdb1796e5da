import { useEffect, useState } from 'react'
import type { ScanEntry } from '../../../shared/model/scan.ts'
import type { ScanSnapshot } from '../../stores/scan-follow.ts'
import { useStores } from '../../stores/use-stores.ts'

const pageLength = 1000

/** What is known of a folder's contents, the biggest first. */
export interface FolderEntries {
  readonly entries: readonly ScanEntry[]
  /** There are smaller ones, not asked for yet. */
  readonly hasMore: boolean
}

interface Known extends FolderEntries {
  readonly lookCount: number
  readonly pageCount: number
}

/**
 * What is in each of some folders of a scan; `showMore` asks for the next page of one. What an earlier scan told stays
 * until the new one has answered.
 */
export function useEntries(
  { scanId, lookCount }: Pick<ScanSnapshot, 'scanId' | 'lookCount'>,
  folders: readonly string[],
): { entries: ReadonlyMap<string, FolderEntries>; showMore: (folder: string) => void } {
  const { client } = useStores()
  const [known, setKnown] = useState<ReadonlyMap<string, Known>>(new Map())
  const [pages, setPages] = useState<ReadonlyMap<string, number>>(new Map())

  useEffect(() => {
    if (scanId === null) return
    const missing = folders.filter((folder) => !isKnown(known.get(folder), lookCount, pages.get(folder) ?? 1))
    if (missing.length === 0) return
    let isCurrent = true
    const asked = missing.map(async (folder): Promise<[string, Known]> => {
      const before = known.get(folder)
      const pageCount = pages.get(folder) ?? 1
      const kept = before?.lookCount === lookCount ? before : { entries: [], pageCount: 0 }
      const wanted = Array.from({ length: pageCount - kept.pageCount }, (_, index) => kept.pageCount + index)
      const found = await Promise.all(
        wanted.map((page) => {
          const place = { scanId, folder, depth: 1, skip: page * pageLength, limit: pageLength }
          return client.call('folders.scanEntries', place)
        }),
      )
      const hasMore = found.at(-1)?.length === pageLength
      return [folder, { lookCount, pageCount, hasMore, entries: [...kept.entries, ...found.flat()] }]
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
  }, [client, scanId, lookCount, folders, known, pages])

  function showMore(folder: string): void {
    const wanted = (known.get(folder)?.pageCount ?? 0) + 1
    setPages((before) => (before.get(folder) === wanted ? before : new Map([...before, [folder, wanted]])))
  }

  return { entries: known, showMore }
}

function isKnown(known: Known | undefined, lookCount: number, pageCount: number): boolean {
  return known?.lookCount === lookCount && known.pageCount >= pageCount
}
