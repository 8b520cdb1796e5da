import type { IgnoreSettings } from '../../../shared/model/ignore.ts'
import type { ScanSummary, ScanWarning } from '../../../shared/model/scan.ts'
import { lookSideBySide } from '../context/look-at-files.ts'
import { readIgnoreRules } from '../context/read-ignore-rules.ts'
import { walkEntries } from '../context/walk-entries.ts'
import type { CodeEntry } from '../context/walk-entries.ts'
import { ScanTree } from './scan-tree.ts'
import { ScanWarnings } from './scan-warnings.ts'

const maxWarningsOfKind = 100

/** What a walk through a code folder found. */
export interface FolderScan {
  readonly tree: ScanTree
  /** What goes into the image, in no certain order. */
  readonly entries: CodeEntry[]
  readonly ignoredIsPartial: boolean
  readonly warnings: ScanWarning[]
  readonly omittedWarnings: number
}

/** Walks as a pack does, but tells of what a pack would end with. `tree` fills up as it goes. */
export async function scanFolder({
  root,
  ignore,
  tree,
  signal,
}: {
  root: string
  ignore: IgnoreSettings
  tree: ScanTree
  signal: AbortSignal
}): Promise<FolderScan> {
  const gathered = new ScanWarnings()
  const rules = await readIgnoreRules(root, ignore, (bad) => gathered.add({ code: 'bad-rule', ...bad }))
  const entries: CodeEntry[] = []
  const { ignoredIsPartial } = await walkEntries({
    root,
    rules,
    look: lookSideBySide,
    signal,
    visitor: {
      onEntry: (entry) => {
        entries.push(entry)
        tree.add(entry)
        gathered.addEntry(entry)
      },
      onIgnored: (ignored) => tree.addIgnored(ignored),
      onProblem: (problem) => gathered.addProblem(problem),
    },
  })
  return { tree, entries, ignoredIsPartial, ...(await gathered.finish(root, tree, maxWarningsOfKind)) }
}

export function summaryOf(
  tree: ScanTree,
  { ignoredIsPartial, layerBytes }: Pick<ScanSummary, 'ignoredIsPartial' | 'layerBytes'>,
): ScanSummary {
  const { sizeBytes, fileCount, ignoredBytes, ignoredCount } = tree.total()
  const { folderCount } = tree
  return { fileCount, folderCount, sizeBytes, ignoredCount, ignoredBytes, ignoredIsPartial, layerBytes }
}
