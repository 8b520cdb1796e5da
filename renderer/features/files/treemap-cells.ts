import type { ScanEntry } from '../../../shared/model/scan.ts'
import { squarify, type Box } from './treemap-layout.ts'

export interface TreemapCell {
  readonly box: Box
  /** Null for what is too small, or too much, to be shown one by one. */
  readonly entry: ScanEntry | null
  /** A folder whose contents are drawn in it. */
  readonly isOpen: boolean
}

/** Height of the line with an open folder's name, in pixels; `files.css` draws it so. */
export const headerHeight = 18
const gap = 2
const smallestOpen = { width: 72, height: 52 }
const smallestSide = 3

/** What a pack would send of these entries. */
export function includedEntries(entries: readonly ScanEntry[]): ScanEntry[] {
  return entries.filter(({ ignoredBy, kind, fileCount }) => ignoredBy === null && (kind !== 'folder' || fileCount > 0))
}

/** Lays out a folder with all that is known of what is in it, folders within folders. */
export function layOutFolder(
  folder: string,
  totalBytes: number,
  entries: readonly ScanEntry[],
  box: Box,
): TreemapCell[] {
  const children = new Map<string, ScanEntry[]>()
  for (const entry of includedEntries(entries)) {
    const parent = parentOf(entry.path)
    const siblings = children.get(parent)
    if (siblings === undefined) children.set(parent, [entry])
    else siblings.push(entry)
  }
  return layOut(folder, totalBytes, children, box)
}

function layOut(
  folder: string,
  totalBytes: number,
  children: ReadonlyMap<string, readonly ScanEntry[]>,
  box: Box,
): TreemapCell[] {
  const inside = (children.get(folder) ?? []).filter(({ sizeBytes }) => sizeBytes > 0)
  const shown = inside.toSorted((a, b) => b.sizeBytes - a.sizeBytes)
  const rest = Math.max(0, totalBytes - shown.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))
  const values = [...shown.map(({ sizeBytes }) => sizeBytes), ...(rest > 0 ? [rest] : [])]
  return squarify(values, box).flatMap((part, index) => {
    const own = withGap(part)
    if (own.width < smallestSide || own.height < smallestSide) return []
    const entry = shown[index] ?? null
    const opens = entry?.kind === 'folder' && own.width >= smallestOpen.width && own.height >= smallestOpen.height
    const hasChildren = entry !== null && children.has(entry.path)
    if (entry === null || !opens || !hasChildren) return [{ box: own, entry, isOpen: false }]
    return [{ box: own, entry, isOpen: true }, ...layOut(entry.path, entry.sizeBytes, children, inner(own))]
  })
}

function withGap({ x, y, width, height }: Box): Box {
  return { x: x + gap / 2, y: y + gap / 2, width: width - gap, height: height - gap }
}

function inner({ x, y, width, height }: Box): Box {
  return { x: x + gap, y: y + headerHeight, width: width - 2 * gap, height: height - headerHeight - gap }
}

export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** How far a cell lies the way of an arrow key, and how far off that way. */
const ways: Readonly<Record<string, (dx: number, dy: number) => [ahead: number, aside: number]>> = {
  ArrowRight: (dx, dy) => [dx, Math.abs(dy)],
  ArrowLeft: (dx, dy) => [-dx, Math.abs(dy)],
  ArrowDown: (dx, dy) => [dy, Math.abs(dx)],
  ArrowUp: (dx, dy) => [-dy, Math.abs(dx)],
}

/** The cell that a key leads to: the nearest whose middle lies that way. */
export function neighbour(cells: readonly TreemapCell[], from: TreemapCell, key: string): TreemapCell | null {
  const way = ways[key]
  if (way === undefined) return null
  const [fromX, fromY] = middleOf(from.box)
  let best: { cell: TreemapCell; distance: number } | null = null
  for (const cell of cells) {
    if (cell === from || cell.entry === null) continue
    const [x, y] = middleOf(cell.box)
    const [ahead, aside] = way(x - fromX, y - fromY)
    const distance = ahead + 2 * aside
    if (ahead > 1 && (best === null || distance < best.distance)) best = { cell, distance }
  }
  return best?.cell ?? null
}

function middleOf({ x, y, width, height }: Box): [x: number, y: number] {
  return [x + width / 2, y + height / 2]
}
