import { useLayoutEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogRow as Row, LogState } from '../../../shared/model/log.ts'
import type { Format } from '../../i18n/format.ts'
import type { LogFollow } from '../../stores/log-follow.ts'
import type { LogMark } from './log-mark.ts'
import { LogRow } from './log-row.tsx'
import { LogScrollBar, type BarMark } from './log-scroll-bar.tsx'
import { end, moveBy, rowHeight, rowsInSight, topOf, type Place, type Sight } from './place.ts'
import { wrappedLines } from './row-lines.ts'
import { contains, type RowSelection } from './selection.ts'

const spareRows = 20
const wheelLinePixels = 3 * rowHeight
/** Beside the text: the source's stripe and the paddings; and the time. */
const asideWidth = 40
const timeWidth = 64

export interface LogLinesProps {
  readonly id: string
  readonly follow: LogFollow
  readonly state: LogState
  readonly format: Format
  readonly wrap: boolean
  readonly times: boolean
  readonly place: Place
  readonly selection: RowSelection | null
  readonly markOf: (index: number) => LogMark | undefined
  readonly barMarks: readonly BarMark[]
  readonly currentRow: number | null
  readonly onPlace: (place: Place) => void
  readonly onSelect: (selection: RowSelection | null) => void
  readonly onClicked: (row: number) => void
  readonly onCopy: () => void
  readonly onShowWhole: (row: number) => void
}

/** The rows in sight, and nothing else of the log. */
export function LogLines(props: LogLinesProps) {
  const { id, follow, state, format, wrap, times, place, selection, onPlace, onSelect } = props
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const ruler = useRef<HTMLSpanElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0, characterWidth: 7 })
  // Where a press of the pointer began; null while none is down.
  const pressed = useRef<number | null>(null)
  /** Where the last click was: what a click with Shift goes on from. */
  const clicked = useRef<number | null>(null)

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const observer = new ResizeObserver(() => {
      const characterWidth = (ruler.current?.getBoundingClientRect().width ?? 70) / 10
      setSize({ width: element.clientWidth, height: element.clientHeight, characterWidth })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const { live } = state
  const columns = Math.floor((size.width - asideWidth - (times ? timeWidth : 0)) / size.characterWidth)
  const rowAt = (row: number): Row | undefined => follow.row(row) ?? liveRow(state, row)
  const sight: Sight = {
    rowCount: state.rowCount + live.length,
    height: size.height,
    heightOf: wrap ? (row) => wrappedLines(rowAt(row)?.text ?? '', columns) * rowHeight : null,
  }
  const top = topOf(place, sight)
  const first = wrap ? top.row : Math.max(0, top.row - spareRows)
  const last = Math.min(sight.rowCount, top.row + rowsInSight(size.height) + spareRows)
  const shift = (wrap ? 0 : (first - top.row) * rowHeight) - top.offset
  // A row that leaves gives its elements to one that comes: in a flood, all rows are others twenty times a second.
  const slots = rowsInSight(size.height) + 2 * spareRows

  // Asked for once they are drawn, so that a fast hand on the scroll bar asks for no more than is seen.
  useLayoutEffect(() => follow.ensure(first - spareRows, last + spareRows))

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const onWheel = (event: WheelEvent): void => {
      if (event.deltaY === 0 || event.shiftKey || event.ctrlKey) return
      event.preventDefault()
      onPlace(
        moveBy(
          place,
          event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * wheelLinePixels : event.deltaY,
          sight,
        ),
      )
    }
    // React listens passively, which cannot keep the page from scrolling too.
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  })

  function onKeyDown(event: KeyboardEvent): void {
    const page = Math.max(rowHeight, size.height - rowHeight)
    const command = event.ctrlKey || event.metaKey
    const moves: Readonly<Record<string, () => void>> = {
      ArrowUp: () => (event.shiftKey ? extend(-1) : onPlace(moveBy(place, -rowHeight, sight))),
      ArrowDown: () => (event.shiftKey ? extend(1) : onPlace(moveBy(place, rowHeight, sight))),
      PageUp: () => onPlace(moveBy(place, -page, sight)),
      PageDown: () => onPlace(moveBy(place, page, sight)),
      Home: () => onPlace({ kind: 'row', row: 0, offset: 0 }),
      End: () => onPlace(end),
    }
    if (command && event.key.toLowerCase() === 'a') onSelect({ anchor: 0, head: Math.max(0, state.rowCount - 1) })
    else if (command && event.key.toLowerCase() === 'c' && selection !== null) props.onCopy()
    else if (event.key === 'Escape' && selection !== null) onSelect(null)
    else if (!command && Object.hasOwn(moves, event.key)) moves[event.key]?.()
    else return
    event.preventDefault()
  }

  function extend(by: number): void {
    const from = selection ?? { anchor: top.row, head: top.row - by }
    const head = Math.min(Math.max(0, from.head + by), state.rowCount - 1)
    onSelect({ ...from, head })
    if (head < top.row + 1) onPlace({ kind: 'row', row: head, offset: 0 })
    else if (head >= top.row + rowsInSight(size.height) - 2) onPlace(moveBy(place, rowHeight, sight))
  }

  function onPointerDown(event: PointerEvent): void {
    const row = rowUnder(event)
    if (event.button !== 0 || row === null) return
    if (event.shiftKey) {
      event.preventDefault()
      onSelect({ anchor: selection?.anchor ?? clicked.current ?? row, head: row })
      return
    }
    pressed.current = row
    clicked.current = row
    props.onClicked(row)
    onSelect(null)
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const began = pressed.current
    if (began === null || event.buttons === 0) return
    const { top: boxTop, bottom } = event.currentTarget.getBoundingClientRect()
    if (event.clientY < boxTop || event.clientY > bottom) {
      onPlace(moveBy(place, event.clientY < boxTop ? -wheelLinePixels : wheelLinePixels, sight))
    }
    const row = rowUnder(event) ?? (event.clientY < boxTop ? top.row : last - 1)
    // Within a row the browser selects text; from row to row whole lines are taken.
    if (row === began && selection === null) return
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) event.currentTarget.setPointerCapture(event.pointerId)
    document.getSelection()?.removeAllRanges()
    onSelect({ anchor: began, head: Math.min(row, state.rowCount - 1) })
  }

  return (
    <div className="log-body">
      <span ref={ruler} className="log-ruler" aria-hidden="true">
        0000000000
      </span>
      <div
        ref={box}
        id={id}
        className={wrap ? 'log-lines log-lines-wrapped' : 'log-lines'}
        role="log"
        aria-live="off"
        aria-label={t('log.label')}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => (pressed.current = null)}
        onPointerCancel={() => (pressed.current = null)}
      >
        <div className="log-rows" style={{ transform: `translateY(${shift}px)` }}>
          {Array.from({ length: Math.max(0, last - first) }, (_, at) => first + at).map((row) => {
            const shown = rowAt(row)
            return (
              <LogRow
                key={row % slots}
                place={row}
                row={shown}
                format={format}
                times={times}
                mark={shown === undefined ? undefined : props.markOf(shown.index)}
                isSelected={contains(selection, row)}
                isCurrent={row === props.currentRow}
                onShowWhole={props.onShowWhole}
              />
            )
          })}
        </div>
      </div>
      <LogScrollBar place={place} sight={sight} marks={props.barMarks} linesId={id} onMove={onPlace} />
    </div>
  )
}

/** The open lines stand after the last row. */
function liveRow({ live, rowCount }: LogState, row: number): Row | undefined {
  const open = live[row - rowCount]
  if (open === undefined) return undefined
  return { index: -1, at: Date.now(), ...open, sizeBytes: open.text.length, isCut: false, matches: [] }
}

function rowUnder({ clientX, clientY }: PointerEvent): number | null {
  const row = document.elementFromPoint(clientX, clientY)?.closest('[data-row]')?.getAttribute('data-row')
  return row === null || row === undefined ? null : Number(row)
}
