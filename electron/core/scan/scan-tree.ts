import type { IgnoreRule } from '../../../shared/model/ignore.ts'
import type { IgnoreTotal, ScanEntry, ScanEntryKind } from '../../../shared/model/scan.ts'
import { sortGently } from '../async/sort-gently.ts'
import type { CodeEntry, IgnoredEntry } from '../context/walk-entries.ts'
import { TopList } from './top-list.ts'

interface Node {
  readonly path: string
  readonly kind: ScanEntryKind
  sizeBytes: number
  fileCount: number
  ignoredBytes: number
  ignoredCount: number
  ignoredBy: IgnoreRule | null
}

interface FolderNode extends Node {
  readonly parent: FolderNode | null
  readonly folders: FolderNode[]
  readonly files: Node[]
  /** All that is in it, the biggest first, once somebody has asked. */
  sorted: Promise<readonly Node[]> | null
}

export interface EntriesWanted {
  readonly folder: string
  readonly depth: number
  /** So many of each folder are passed over. */
  readonly skip?: number
  readonly limit: number
}

/** No answer is longer than this, however deep it goes. */
const maxEntries = 5000

/** Everything that a scan found, with the sums of every folder; asked piece by piece, since the whole may be huge. */
export class ScanTree {
  readonly #folders = new Map<string, FolderNode>()
  readonly #root = folderNode('', null)
  readonly #ignored = new Map<IgnoreRule, { count: number; sizeBytes: number }>()
  folderCount = 0

  constructor() {
    this.#folders.set('', this.#root)
  }

  add(entry: CodeEntry): void {
    if (entry.type === 'folder') {
      this.folderCount += 1
      this.#folder(entry.path)
      return
    }
    const sizeBytes = entry.type === 'file' ? entry.sizeBytes : 0
    this.#addFile({ ...emptyNode(entry.path, entry.type), sizeBytes, fileCount: 1 })
  }

  addIgnored({ path, kind, sizeBytes, rule }: IgnoredEntry): void {
    if (kind === 'folder') {
      this.#folder(path).ignoredBy = rule
      return
    }
    const total = this.#ignored.get(rule) ?? { count: 0, sizeBytes: 0 }
    total.count += 1
    total.sizeBytes += sizeBytes
    this.#ignored.set(rule, total)
    this.#addFile({ ...emptyNode(path, kind), ignoredBytes: sizeBytes, ignoredCount: 1, ignoredBy: rule })
  }

  /** Of all that was looked at. */
  total(): ScanEntry {
    return entryOf(this.#root)
  }

  /** What each rule left out, the most first. */
  ignoredTotals(): IgnoreTotal[] {
    return Array.from(this.#ignored, ([rule, total]) => ({ rule, ...total })).sort(
      (one, other) => other.sizeBytes - one.sizeBytes || other.count - one.count,
    )
  }

  /** Null when there is no such folder. */
  folder(path: string): ScanEntry | null {
    const node = this.#folders.get(path)
    return node === undefined ? null : entryOf(node)
  }

  /** What is in a folder and in its folders, down to `depth`, the biggest of each first. Asked of a tree that is full. */
  async entries({ folder, depth, skip = 0, limit }: EntriesWanted): Promise<ScanEntry[]> {
    const entries: ScanEntry[] = []
    let level = [this.#folders.get(folder)].filter((node) => node !== undefined)
    for (let left = depth; left > 0 && level.length > 0 && entries.length < maxEntries; left -= 1) {
      const sorted = await Promise.all(level.map(sortedChildren))
      const found = sorted.flatMap((children) => children.slice(skip, skip + limit))
      entries.push(...found.map(entryOf).slice(0, maxEntries - entries.length))
      level = found.filter(isFolder)
    }
    return entries
  }

  /** The files that go into the image, the biggest first. */
  largestFiles(limit: number): ScanEntry[] {
    const top = new TopList<Node>(limit, bySize)
    for (const folder of this.#folders.values()) {
      for (const file of folder.files) if (file.ignoredBy === null) top.add(file)
    }
    return top.values().map(entryOf)
  }

  /** What a rule left out: whole folders where all of one is, else files. */
  ignored(rule: IgnoreRule | null, limit: number): ScanEntry[] {
    const top = new TopList<Node>(limit, byIgnoredSize)
    const waiting: FolderNode[] = [this.#root]
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      for (const node of [...folder.files, ...folder.folders]) {
        if (node.ignoredBy === null && isFolder(node)) waiting.push(node)
        else if (node.ignoredBy !== null && (rule === null || isSameRule(node.ignoredBy, rule))) top.add(node)
      }
    }
    return top.values().map(entryOf)
  }

  /** The names of what goes into the image, folder by folder. */
  *namesByFolder(): Generator<string[], void> {
    for (const { folders, files } of this.#folders.values()) {
      yield [...folders, ...files].filter(({ ignoredBy }) => ignoredBy === null).map(({ path }) => path)
    }
  }

  #addFile(node: Node): void {
    const parent = this.#folder(node.path.slice(0, Math.max(node.path.lastIndexOf('/'), 0)))
    parent.files.push(node)
    for (let folder: FolderNode | null = parent; folder !== null; folder = folder.parent) {
      folder.sizeBytes += node.sizeBytes
      folder.fileCount += node.fileCount
      folder.ignoredBytes += node.ignoredBytes
      folder.ignoredCount += node.ignoredCount
    }
  }

  /** Files are told of before the folder they are in. */
  #folder(path: string): FolderNode {
    const known = this.#folders.get(path)
    if (known !== undefined) return known
    const parent = this.#folder(path.slice(0, Math.max(path.lastIndexOf('/'), 0)))
    const node = folderNode(path, parent)
    parent.folders.push(node)
    this.#folders.set(path, node)
    return node
  }
}

function emptyNode(path: string, kind: ScanEntryKind): Node {
  return { path, kind, sizeBytes: 0, fileCount: 0, ignoredBytes: 0, ignoredCount: 0, ignoredBy: null }
}

function folderNode(path: string, parent: FolderNode | null): FolderNode {
  return { ...emptyNode(path, 'folder'), parent, folders: [], files: [], sorted: null }
}

function isFolder(node: Node): node is FolderNode {
  return node.kind === 'folder'
}

function entryOf(node: Node): ScanEntry {
  const { path, kind, sizeBytes, fileCount, ignoredBytes, ignoredCount, ignoredBy } = node
  const childCount = isFolder(node) ? node.folders.length + node.files.length : 0
  return { path, kind, sizeBytes, fileCount, ignoredBytes, ignoredCount, ignoredBy, childCount }
}

function sortedChildren(folder: FolderNode): Promise<readonly Node[]> {
  folder.sorted ??= sortGently([...folder.folders, ...folder.files], bySize)
  return folder.sorted
}

function bySize(one: Node, other: Node): number {
  return other.sizeBytes - one.sizeBytes || byIgnoredSize(one, other)
}

function byIgnoredSize(one: Node, other: Node): number {
  return other.ignoredBytes - one.ignoredBytes || (one.path < other.path ? -1 : 1)
}

function isSameRule(one: IgnoreRule, other: IgnoreRule): boolean {
  return one.source === other.source && one.pattern === other.pattern && one.id === other.id
}
