import { memo, useRef, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { fractionsOf, placeAt, type Place, type Sight } from './place.ts'

/** A place worth finding, as a row of the view. */
export interface BarMark {
  readonly row: number
  readonly kind: 'error' | 'explained' | 'epoch' | 'selected' | 'found'
  readonly label: string | null
}

const smallestThumb = 24

interface LogScrollBarProps {
  readonly place: Place
  readonly sight: Sight
  readonly marks: readonly BarMark[]
  readonly linesId: string
  readonly onMove: (place: Place) => void
}

/** A scroll bar of our own: it knows more rows than a browser has pixels for, and shows where things are. */
export function LogScrollBar({ place, sight, marks, linesId, onMove }: LogScrollBarProps) {
  const { t } = useTranslation()
  const bar = useRef<HTMLDivElement>(null)
  // How far below the thumb's top it was taken; null while it is not.
  const grip = useRef<number | null>(null)
  const { start, size } = fractionsOf(place, sight)
  const thumb = Math.max(smallestThumb, Math.round(sight.height * size))
  const way = Math.max(0, sight.height - thumb)

  function positionOf({ clientY }: PointerEvent): number {
    return clientY - (bar.current?.getBoundingClientRect().top ?? 0)
  }
  function take(event: PointerEvent<HTMLDivElement>): void {
    const at = positionOf(event) - start * way
    grip.current = at >= 0 && at <= thumb ? at : thumb / 2
    event.currentTarget.setPointerCapture(event.pointerId)
    drag(event)
  }
  function drag(event: PointerEvent): void {
    if (grip.current !== null && way > 0) onMove(placeAt((positionOf(event) - grip.current) / way, sight))
  }

  return (
    <div
      ref={bar}
      className="log-scroll"
      role="scrollbar"
      aria-label={t('log.position')}
      aria-controls={linesId}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(start * 100)}
      onPointerDown={take}
      onPointerMove={drag}
      onPointerUp={() => (grip.current = null)}
      onPointerCancel={() => (grip.current = null)}
    >
      {size < 1 && <div className="log-thumb" style={{ height: thumb, transform: `translateY(${start * way}px)` }} />}
      <Marks marks={marks} rowCount={sight.rowCount} height={sight.height} />
    </div>
  )
}

const markHeight = 3

const Marks = memo(function Marks(props: {
  readonly marks: readonly BarMark[]
  readonly rowCount: number
  readonly height: number
}) {
  const { marks, rowCount, height } = props
  // Of those that would stand on one another the later ones are seen.
  const seen = new Map<string, BarMark>()
  const topOf = (row: number): number => Math.round((row / Math.max(1, rowCount)) * (height - markHeight))
  for (const mark of marks) seen.set(`${mark.kind} ${topOf(mark.row)}`, mark)
  return [...seen].map(([key, { row, kind, label }]) => (
    <div key={key} className={`log-mark log-mark-${kind}`} title={label ?? undefined} style={{ top: topOf(row) }} />
  ))
})
