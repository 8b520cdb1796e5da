import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScanEntry } from '../../../shared/model/scan.ts'
import { useFormat } from '../../i18n/format.ts'
import type { ScanSnapshot } from '../../stores/scan-follow.ts'
import { useStores } from '../../stores/use-stores.ts'
import { fileTypeOf, fileTypes } from './file-type.ts'
import { layOutFolder, nameOf, neighbour, type TreemapCell } from './treemap-cells.ts'

/** As deep as an area that a person can tell apart, and as many of each folder. */
const depth = 3
const limit = 60

interface TreemapProps {
  readonly scan: ScanSnapshot
  readonly folder: string
  readonly selected: string | null
  readonly onSelect: (entry: ScanEntry) => void
  readonly onOpen: (folder: string) => void
}

/** Areas as large as files are. Arrow keys go from one to the next; a folder opens, a file is shown in the tree. */
export function Treemap({ scan, folder, selected, onSelect, onOpen }: TreemapProps) {
  const { t } = useTranslation()
  const { box, size } = useSize()
  const entries = useTreemapEntries(scan, folder)
  const totalBytes = folder === '' ? (scan.summary?.sizeBytes ?? 0) : sumOf(folder, entries)
  const cells = useMemo(
    () => layOutFolder(folder, totalBytes, entries, { x: 0, y: 0, ...size }),
    [folder, totalBytes, entries, size],
  )
  const [active, setActive] = useState<string | null>(null)
  const reachable = cells.filter(({ entry }) => entry !== null)
  const current = reachable.find(({ entry }) => entry?.path === active) ?? reachable[0]

  function onKey(event: KeyboardEvent): void {
    if (current === undefined) return
    const next = neighbour(cells, current, event.key)
    if (next === null) return
    event.preventDefault()
    setActive(next.entry?.path ?? null)
    const index = reachable.indexOf(next)
    box.current?.querySelectorAll<HTMLElement>('button')[index]?.focus()
  }

  return (
    <div className="treemap-part">
      <div ref={box} className="treemap" role="group" aria-label={t('files.treemap')} onKeyDown={onKey}>
        {cells.map((cell, index) => (
          <Cell
            key={cell.entry?.path ?? `rest ${index}`}
            cell={cell}
            isActive={cell === current}
            isSelected={cell.entry !== null && cell.entry.path === selected}
            onChoose={(entry) => {
              setActive(entry.path)
              if (entry.kind === 'folder') onOpen(entry.path)
              else onSelect(entry)
            }}
          />
        ))}
      </div>
      <ul className="treemap-legend" aria-label={t('files.legend')}>
        {fileTypes.map((type) => (
          <li key={type}>
            <span className={`treemap-swatch treemap-${type}`} aria-hidden="true" />
            {t(`files.types.${type}`)}
          </li>
        ))}
      </ul>
    </div>
  )
}

interface CellProps {
  readonly cell: TreemapCell
  readonly isActive: boolean
  readonly isSelected: boolean
  readonly onChoose: (entry: ScanEntry) => void
}

function Cell({ cell: { box, entry, isOpen }, isActive, isSelected, onChoose }: CellProps) {
  const format = useFormat()
  const style = { left: box.x, top: box.y, width: box.width, height: box.height }
  if (entry === null) return <div className="treemap-cell treemap-rest" style={style} aria-hidden="true" />
  const [name, size] = [nameOf(entry.path), format.bytes(entry.sizeBytes)]
  const type = entry.kind === 'folder' ? 'folder' : fileTypeOf(entry.path)
  const roomForName = box.width >= 40 && box.height >= 16
  const roomForSize = !isOpen && box.width >= 56 && box.height >= 34
  return (
    <button
      type="button"
      className={`treemap-cell treemap-${isOpen ? 'open' : type}${isSelected ? ' treemap-selected' : ''}`}
      style={style}
      title={`${entry.path} ${size}`}
      aria-label={`${name} ${size} (${entry.path})`}
      aria-pressed={entry.kind === 'folder' ? undefined : isSelected}
      tabIndex={isActive ? 0 : -1}
      onClick={() => onChoose(entry)}
    >
      {roomForName && <span className="treemap-name">{name}</span>}{' '}
      {roomForSize && <span className="treemap-size">{size}</span>}
    </button>
  )
}

function sumOf(folder: string, entries: readonly ScanEntry[]): number {
  const prefix = `${folder}/`
  return entries
    .filter(({ path }) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
    .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

/** What a folder's areas are made of; what an earlier scan told stays until the new one has answered. */
function useTreemapEntries({ scanId, lookCount }: ScanSnapshot, folder: string): readonly ScanEntry[] {
  const { client } = useStores()
  const [known, setKnown] = useState<{ folder: string; entries: readonly ScanEntry[] }>({ folder, entries: [] })

  useEffect(() => {
    if (scanId === null) return
    let isCurrent = true
    client.call('folders.scanEntries', { scanId, folder, depth, limit }).then(
      (entries) => {
        if (isCurrent) setKnown({ folder, entries })
      },
      () => undefined, // The scan is over; the next one asks again.
    )
    return () => {
      isCurrent = false
    }
  }, [client, scanId, lookCount, folder])

  return known.folder === folder ? known.entries : nothing
}

const nothing: readonly ScanEntry[] = []

function useSize() {
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { box, size }
}
