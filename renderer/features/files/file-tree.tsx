import { IconChevronRight, IconFile, IconFolder, IconLink } from '@tabler/icons-react'
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScanEntry } from '../../../shared/model/scan.ts'
import { useFormat, type Format } from '../../i18n/format.ts'
import type { ScanSnapshot } from '../../stores/scan-follow.ts'
import { nameOf, parentOf } from './treemap-cells.ts'
import { treeRows, type TreeRow } from './tree-rows.ts'
import { useEntries } from './use-entries.ts'

/** Height of every row, in pixels; `files.css` draws it so. */
const rowHeight = 26
/** Rows drawn beyond the sight, so that scrolling shows no gap. */
const spareRows = 10

interface FileTreeProps {
  readonly scan: ScanSnapshot
  readonly folder: string
  readonly expanded: ReadonlySet<string>
  readonly selected: string | null
  readonly onExpand: (path: string, open: boolean) => void
  readonly onSelect: (entry: ScanEntry) => void
  readonly onOpen: (folder: string) => void
}

/** Folders and files, the biggest first. Only the rows in sight are in the document. */
export function FileTree({ scan, folder, expanded, selected, onExpand, onSelect, onOpen }: FileTreeProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const [sight, setSight] = useState({ top: 0, height: 0 })
  const folders = useMemo(() => [folder, ...expanded], [folder, expanded])
  const { entries, showMore } = useEntries(scan, folders)
  const rows = useMemo(() => treeRows(folder, entries, expanded), [folder, entries, expanded])
  const at = rows.findIndex(({ entry }) => entry.path === selected)
  const largest = rows[0]?.entry.sizeBytes ?? 0

  useEffect(() => {
    const element = box.current
    if (element === null) return
    const observer = new ResizeObserver(() => setSight({ top: element.scrollTop, height: element.clientHeight }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  // What is chosen in the treemap comes into sight.
  useLayoutEffect(() => {
    const element = box.current
    if (element === null || at < 0) return
    const top = at * rowHeight
    if (top < element.scrollTop) element.scrollTop = top
    const bottom = top + rowHeight - element.clientHeight
    if (bottom > element.scrollTop) element.scrollTop = bottom
  }, [at])

  function onKey(event: KeyboardEvent): void {
    const row = rows[at]
    const target = targetOf(event.key, { rows, at, pageRows: Math.max(1, Math.floor(sight.height / rowHeight) - 1) })
    if (target !== undefined) onSelect(target.entry)
    else if (event.key === 'ArrowRight' && row?.entry.kind === 'folder') onExpand(row.entry.path, true)
    else if (event.key === 'ArrowLeft' && row?.isExpanded === true) onExpand(row.entry.path, false)
    else if (event.key === 'Enter' && row?.entry.kind === 'folder') onOpen(row.entry.path)
    else return
    event.preventDefault()
  }

  const first = Math.max(0, Math.min(Math.floor(sight.top / rowHeight) - spareRows, rows.length))
  const last = Math.min(rows.length, Math.ceil((sight.top + sight.height) / rowHeight) + spareRows)
  const ending = rows.slice(first, last).find(({ moreOf }) => moreOf !== null)?.moreOf ?? null

  // The rest of a long folder is asked for when its end comes into sight.
  useEffect(() => {
    if (ending !== null) showMore(ending)
  })
  return (
    <div
      ref={box}
      className="file-tree"
      role="treegrid"
      aria-label={t('files.tree')}
      aria-rowcount={rows.length}
      aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
      tabIndex={0}
      onKeyDown={onKey}
      onScroll={(event) => setSight({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
    >
      <div className="file-tree-space" role="presentation" style={{ height: rows.length * rowHeight }}>
        {rows.slice(first, last).map((row, offset) => (
          <Row
            key={row.entry.path}
            id={`${id}-${first + offset}`}
            index={first + offset}
            row={row}
            isSelected={first + offset === at}
            share={largest === 0 ? 0 : row.entry.sizeBytes / largest}
            format={format}
            onExpand={onExpand}
            onSelect={onSelect}
            onOpen={onOpen}
          />
        ))}
      </div>
    </div>
  )
}

interface RowProps extends Pick<FileTreeProps, 'onExpand' | 'onSelect' | 'onOpen'> {
  readonly id: string
  readonly index: number
  readonly row: TreeRow
  readonly isSelected: boolean
  /** Of the biggest row. */
  readonly share: number
  readonly format: Format
}

function Row({ id, index, row, isSelected, share, format, onExpand, onSelect, onOpen }: RowProps) {
  const { t } = useTranslation()
  const { entry, level, isExpanded } = row
  const isFolder = entry.kind === 'folder'
  return (
    <div
      id={id}
      className={isSelected ? 'file-row file-row-selected' : 'file-row'}
      role="row"
      aria-rowindex={index + 1}
      aria-level={level}
      aria-selected={isSelected}
      aria-expanded={isFolder ? isExpanded : undefined}
      style={{ top: index * rowHeight }}
      onClick={() => onSelect(entry)}
      onDoubleClick={() => isFolder && onOpen(entry.path)}
    >
      <span className="file-name" role="gridcell" style={{ paddingLeft: (level - 1) * 16 }}>
        <span
          className={isExpanded ? 'file-arrow file-arrow-open' : 'file-arrow'}
          aria-hidden="true"
          onClick={() => isFolder && onExpand(entry.path, !isExpanded)}
        >
          {isFolder && <IconChevronRight size={14} />}
        </span>
        <KindIcon kind={entry.kind} />
        <span className="file-name-words" title={entry.path}>
          {nameOf(entry.path)}
        </span>
      </span>
      <span className="file-count" role="gridcell">
        {isFolder && t('files.count', { count: entry.fileCount })}
      </span>
      <span className="file-size" role="gridcell">
        {format.bytes(entry.sizeBytes)}
      </span>
      <span className="file-share" role="presentation">
        <span style={{ width: `${share * 100}%` }} />
      </span>
    </div>
  )
}

function KindIcon({ kind }: { kind: ScanEntry['kind'] }) {
  if (kind === 'folder') return <IconFolder size={14} aria-hidden="true" />
  if (kind === 'link') return <IconLink size={14} aria-hidden="true" />
  return <IconFile size={14} aria-hidden="true" />
}

interface Place {
  readonly rows: readonly TreeRow[]
  readonly at: number
  readonly pageRows: number
}

/** Where a key leads to; undefined for a key that leads nowhere. */
function targetOf(key: string, { rows, at, pageRows }: Place): TreeRow | undefined {
  const row = rows[at]
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: pageRows,
    PageUp: -pageRows,
    Home: -rows.length,
    End: rows.length,
  }
  const step = steps[key]
  if (step !== undefined) return rows[Math.min(Math.max(at + step, 0), rows.length - 1)]
  if (key === 'ArrowRight' && row?.isExpanded === true) return rows[at + 1]
  if (key === 'ArrowLeft' && row !== undefined && !row.isExpanded) {
    return rows.find(({ entry }) => entry.path === parentOf(row.entry.path))
  }
  return undefined
}
