import { access, constants, stat } from 'node:fs/promises'
import { posix } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ScanWarning } from '../../../shared/model/scan.ts'
import { readAhead } from '../async/read-ahead.ts'
import { mountedFolders } from '../context/mounts.ts'
import type { CodeEntry, WalkProblem } from '../context/walk-entries.ts'
import { remoteWords } from '../../../shared/errors.ts'
import { dataKindOf, MediaFolders } from './data-files.ts'
import type { ScanTree } from './scan-tree.ts'

const readableByAll = 0o444
const maxLookedAt = 2000
const lookedAtOnce = 16
const namesPerTurn = 5000

/** Gathers what there is to say of the code while it is walked. */
export class ScanWarnings {
  readonly #warnings: ScanWarning[] = []
  readonly #links: { path: string; target: string }[] = []
  readonly #maybeUnreadable: string[] = []
  readonly #media = new MediaFolders()

  add(warning: ScanWarning): void {
    this.#warnings.push(warning)
  }

  addEntry(entry: CodeEntry): void {
    const { path, type } = entry
    if (type === 'link') this.#links.push({ path, target: entry.target })
    if (type !== 'file') return
    const kind = dataKindOf(path, entry.sizeBytes)
    if (kind !== null) this.add({ code: 'data-file', path, sizeBytes: entry.sizeBytes, kind })
    this.#media.add(path, entry.sizeBytes)
    // Whoever may read it, it is one; else the system has to be asked, which takes its time.
    if ((entry.mode & readableByAll) !== readableByAll) this.#maybeUnreadable.push(path)
  }

  addProblem({ code, path, error }: WalkProblem): void {
    if (code === 'unreadable') this.add({ code, path, words: remoteWords(error) })
    else if (code !== 'gone') this.add({ code, path })
  }

  /** All of them, the most of a kind being `maxOfKind`. */
  async finish(
    root: string,
    tree: ScanTree,
    maxOfKind: number,
  ): Promise<{ warnings: ScanWarning[]; omittedWarnings: number }> {
    const all = [
      ...this.#warnings.sort(bySize),
      ...this.#media.warnings(),
      ...hiddenByMounts(tree),
      ...(await linkWarnings(root, this.#links)),
      ...(await unreadableFiles(root, this.#maybeUnreadable)),
      ...(await caseClashes(tree)),
    ]
    const counts = new Map<ScanWarning['code'], number>()
    const warnings = all.filter(({ code }) => {
      const count = (counts.get(code) ?? 0) + 1
      counts.set(code, count)
      return count <= maxOfKind
    })
    return { warnings, omittedWarnings: all.length - warnings.length }
  }
}

function bySize(one: ScanWarning, other: ScanWarning): number {
  return ('sizeBytes' in other ? other.sizeBytes : 0) - ('sizeBytes' in one ? one.sizeBytes : 0)
}

function hiddenByMounts(tree: ScanTree): ScanWarning[] {
  return mountedFolders.flatMap((path) => {
    const folder = tree.folder(path)
    if (folder?.ignoredBy !== null) return []
    return { code: 'hidden-by-mount', path, sizeBytes: folder.sizeBytes, fileCount: folder.fileCount }
  })
}

async function linkWarnings(root: string, links: readonly { path: string; target: string }[]): Promise<ScanWarning[]> {
  const warnings: ScanWarning[] = []
  const looked = readAhead(links.slice(0, maxLookedAt), lookedAtOnce, async ({ path, target }) => {
    const inside = posix.join(posix.dirname(path), target)
    if (posix.isAbsolute(target) || inside === '..' || inside.startsWith('../')) {
      return { code: 'link-leaves-folder' as const, path, target }
    }
    return (await isThere(`${root}/${path}`)) ? null : { code: 'link-broken' as const, path, target }
  })
  for await (const warning of looked) if (warning !== null) warnings.push(warning)
  return warnings
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch {
    return false // A link to nothing, or to itself.
  }
}

async function unreadableFiles(root: string, paths: readonly string[]): Promise<ScanWarning[]> {
  const warnings: ScanWarning[] = []
  const looked = readAhead(paths.slice(0, maxLookedAt), lookedAtOnce, async (path) => {
    try {
      await access(`${root}/${path}`, constants.R_OK)
      return null
    } catch (error) {
      return { code: 'unreadable' as const, path, words: error instanceof Error ? error.message : String(error) }
    }
  })
  for await (const warning of looked) if (warning !== null) warnings.push(warning)
  return warnings
}

async function caseClashes(tree: ScanTree): Promise<ScanWarning[]> {
  const warnings: ScanWarning[] = []
  let sinceTurn = 0
  for (const paths of tree.namesByFolder()) {
    const known = new Map<string, string>()
    for (const path of paths) {
      const other = known.get(path.toLowerCase())
      if (other === undefined) known.set(path.toLowerCase(), path)
      else warnings.push({ code: 'case-clash', path: other, other: path })
    }
    sinceTurn += paths.length
    if (sinceTurn < namesPerTurn) continue
    sinceTurn = 0
    await nextTurn()
  }
  return warnings
}
