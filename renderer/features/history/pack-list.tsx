import {
  memo,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
} from 'react'
import { useTranslation } from 'react-i18next'
import type { JobId } from '../../../shared/model/ids.ts'
import type { PackRow } from '../../../shared/model/pack-record.ts'
import { useFormat } from '../../i18n/format.ts'
import { isSameMinute, PackRowView, rowWords } from './pack-row.tsx'
import type { PackList } from './use-pack-list.ts'

/** Height of every row, in pixels; `history.css` draws it so. */
const rowHeight = 40
/** Rows drawn beyond the sight, so that scrolling shows no gap. */
const spareRows = 4

interface PackListViewProps {
  readonly list: PackList
  readonly marked: readonly JobId[]
  readonly showsProject: boolean
  readonly onOpen: (row: PackRow) => void
  readonly onMark: (row: PackRow) => void
}

/** Only the rows in sight are in the document. */
export const PackListView = memo(function PackListView(props: PackListViewProps) {
  const { list, marked, showsProject, onOpen, onMark } = props
  const { t } = useTranslation()
  const format = useFormat()
  const words = useMemo(() => rowWords(t, format), [t, format])
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const [sight, setSight] = useState({ top: 0, height: 600 })
  const [chosen, setChosen] = useState(0)
  const total = list.total ?? 0
  const at = Math.min(chosen, total - 1)

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const observer = new ResizeObserver(() => setSight({ top: element.scrollTop, height: element.clientHeight }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const first = Math.max(0, Math.min(Math.floor(sight.top / rowHeight) - spareRows, total))
  const last = Math.min(total, Math.ceil((sight.top + sight.height) / rowHeight) + spareRows)
  useEffect(() => list.look(first, last), [list, first, last])

  const wasLeft = useRef(false)
  useEffect(() => {
    const element = box.current
    // Back from a pack: the keys go on where they were.
    if (wasLeft.current) element?.focus({ preventScroll: true })
    return () => void (wasLeft.current = true)
  }, [])

  const open = useCallback(
    (row: PackRow, index: number): void => {
      setChosen(index)
      onOpen(row)
    },
    [onOpen],
  )

  function moveTo(index: number): void {
    const element = box.current
    const target = Math.max(0, Math.min(index, total - 1))
    setChosen(target)
    if (element === null) return
    const top = target * rowHeight
    if (top < element.scrollTop) element.scrollTop = top
    const bottom = top + rowHeight - element.clientHeight
    if (bottom > element.scrollTop) element.scrollTop = bottom
  }

  function onKey(event: KeyboardEvent): void {
    const pageRows = Math.max(1, Math.floor(sight.height / rowHeight) - 1)
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + pageRows,
      PageUp: at - pageRows,
      Home: 0,
      End: total - 1,
    }
    const target = steps[event.key]
    const row = list.rowAt(at)
    if (target !== undefined) moveTo(target)
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && row !== undefined) onOpen(row)
    else if (event.key === ' ' && row !== undefined) onMark(row)
    else return
    event.preventDefault()
  }

  /** Packs that began in one minute would look the same without their seconds. */
  const needsSeconds = (index: number): boolean =>
    isSameMinute(list.rowAt(index), list.rowAt(index - 1)) || isSameMinute(list.rowAt(index), list.rowAt(index + 1))

  const indexes = Array.from({ length: last - first }, (_, offset) => first + offset)
  return (
    <div
      ref={box}
      className={showsProject ? 'history-list history-list-all' : 'history-list'}
      role="grid"
      aria-label={t('history.title')}
      aria-rowcount={total}
      aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
      tabIndex={0}
      onKeyDown={onKey}
      onScroll={(event) => setSight({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
    >
      <div className="history-space" role="presentation" style={{ height: total * rowHeight }}>
        {indexes.map((index) => {
          const row = list.rowAt(index)
          return (
            <PackRowView
              key={index}
              id={`${id}-${index}`}
              index={index}
              row={row}
              rowHeight={rowHeight}
              isCurrent={index === at}
              isMarked={row !== undefined && marked.includes(row.id)}
              showsProject={showsProject}
              showsSeconds={needsSeconds(index)}
              words={words}
              onOpen={open}
              onMark={onMark}
            />
          )
        })}
      </div>
    </div>
  )
})
