import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../../../shared/errors.ts'
import type { IgnoreRule, IgnoreSettings } from '../../../shared/model/ignore.ts'
import { ScanId } from '../../../shared/model/scan.ts'
import type { ScanEntry, ScanUpdate, ScanWarning } from '../../../shared/model/scan.ts'
import { sortGently } from '../async/sort-gently.ts'
import { checkCodeFolder } from '../context/check-folder.ts'
import type { CodeEntry } from '../context/walk-entries.ts'
import { Changes } from './changes.ts'
import { estimateLayerBytes } from './estimate-layer.ts'
import { scanFolder, summaryOf } from './scan-folder.ts'
import type { FolderScan } from './scan-folder.ts'
import { ScanTree } from './scan-tree.ts'
import { watchFolders } from './watch-folders.ts'
import type { FolderWatch } from './watch-folders.ts'

/** Looks for secrets in the files that go into an image. `isPartial`: its time was up before it was through. */
export type FindSecrets = (options: {
  root: string
  entries: readonly CodeEntry[]
  signal: AbortSignal
}) => Promise<{ warnings: ScanWarning[]; isPartial: boolean }>

/** The X-ray of code folders. */
export interface ScanService {
  /** Rejects with `invalid-field` for what is no folder, `read-failed` when it cannot be read. */
  scan(
    input: { codePath: string; ignore: IgnoreSettings; live: boolean },
    signal: AbortSignal,
  ): AsyncGenerator<ScanUpdate[], void>
  /** Rejects with `not-found` once the scan is over and done with. */
  entries(input: { scanId: ScanId; folder: string; depth: number; skip: number; limit: number }): Promise<ScanEntry[]>
  ignored(input: { scanId: ScanId; rule: IgnoreRule | null; limit: number }): ScanEntry[]
}

const progressMs = 100
const largestFileCount = 200
/** Scans that came to their end can be asked until as many others have. */
const keptEndedScans = 2

export function createScanService({ findSecrets }: { findSecrets: FindSecrets }): ScanService {
  const trees = new Map<ScanId, ScanTree>()
  const ended: ScanId[] = []
  const find = (scanId: ScanId): ScanTree => {
    const tree = trees.get(scanId)
    if (tree === undefined) throw new AppError('not-found', { what: 'scan', id: scanId })
    return tree
  }
  const forgetOldest = (): void => {
    const oldest = ended.length > keptEndedScans ? ended.shift() : undefined
    if (oldest !== undefined) trees.delete(oldest)
  }
  return {
    scan: async function* ({ codePath, ignore, live }, signal) {
      const root = resolve(codePath)
      await checkCodeFolder(root)
      const scanId = ScanId.parse(randomUUID())
      const changes = new Changes()
      let watching: FolderWatch | null = null
      let isThrough = false
      const onWalked = ({ tree, entries }: FolderScan): void => {
        trees.set(scanId, tree)
        if (!live) return
        const folders = entries.flatMap(({ type, path }) => (type === 'folder' ? [path] : []))
        const before = watching
        watching = watchFolders(root, folders, changes.notify)
        before?.close()
      }
      try {
        do {
          yield [{ type: 'started', scanId }]
          yield* scanOnce({ root, ignore, findSecrets, onWalked, signal })
          if (live) await changes.next(signal)
        } while (live)
        isThrough = true
      } finally {
        closeWatch(watching)
        if (isThrough) ended.push(scanId)
        else trees.delete(scanId)
        forgetOldest()
      }
    },
    entries: async ({ scanId, ...options }) => find(scanId).entries(options),
    ignored: ({ scanId, rule, limit }) => find(scanId).ignored(rule, limit),
  }
}

interface OneScan {
  readonly root: string
  readonly ignore: IgnoreSettings
  readonly findSecrets: FindSecrets
  readonly onWalked: (scan: FolderScan) => void
  readonly signal: AbortSignal
}

async function* scanOnce({ root, ignore, findSecrets, onWalked, signal }: OneScan): AsyncGenerator<ScanUpdate[], void> {
  const tree = new ScanTree()
  const scanning = scanFolder({ root, ignore, tree, signal })
  while ((await Promise.race([scanning, delay(progressMs, null)])) === null) {
    yield [{ type: 'progress', summary: summaryOf(tree, { ignoredIsPartial: false, layerBytes: null }) }]
  }
  const scan = await scanning
  onWalked(scan)
  const { entries, ignoredIsPartial, warnings, omittedWarnings } = scan
  yield [
    {
      type: 'scanned',
      summary: summaryOf(tree, { ignoredIsPartial, layerBytes: null }),
      largestFiles: tree.largestFiles(largestFileCount),
      ignored: tree.ignoredTotals(),
      warnings,
      omittedWarnings,
    },
  ]
  const sorted = await sortGently(entries, (one, other) => (one.path < other.path ? -1 : 1))
  const layerBytes = await estimateLayerBytes(root, sorted, signal)
  yield [{ type: 'measured', summary: summaryOf(tree, { ignoredIsPartial, layerBytes }) }]
  yield [{ type: 'read', ...(await findSecrets({ root, entries: sorted, signal })) }]
}

/** A function of its own, for the compiler does not see that a callback has set the variable. */
function closeWatch(watch: FolderWatch | null): void {
  watch?.close()
}
