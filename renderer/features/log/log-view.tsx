import { IconArrowDown } from '@tabler/icons-react'
import { useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobId } from '../../../shared/model/ids.ts'
import { useFormat } from '../../i18n/format.ts'
import { useLog } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { hasLeftEnd, isAtEnd, rowHeight, visibleRows } from './log-window.ts'
import { LogBar } from './log-bar.tsx'
import type { LogHandle, LogMark } from './log-mark.ts'
import { LogRow } from './log-row.tsx'
import './log.css'

const noMarks: readonly LogMark[] = []
const linesBefore = 4

interface LogViewProps {
  readonly jobId: JobId
  readonly running: boolean
  readonly marks?: readonly LogMark[]
  readonly ref?: Ref<LogHandle>
}

/** A log that follows its end until the reader scrolls up. Only the rows in sight are in the document. */
export function LogView({ jobId, running, marks = noMarks, ref }: LogViewProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const log = useLog(jobId)
  const box = useRef<HTMLDivElement>(null)
  const [sight, setSight] = useState({ top: 0, height: 0 })
  // How many lines there had been when the reader left the end; null while it is followed.
  const [leftAt, setLeftAt] = useState<number | null>(null)
  const dropped = log.buffer.droppedCount
  const lastDropped = useRef(dropped)
  // Where the end was when it was last in sight.
  const endTop = useRef(0)

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const observer = new ResizeObserver(() => setSight({ top: element.scrollTop, height: element.clientHeight }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  // Stays at the end, or stays with the lines in sight when older ones make room above them.
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    if (leftAt === null) {
      element.scrollTop = element.scrollHeight
      endTop.current = element.scrollTop
    } else if (dropped > lastDropped.current) {
      element.scrollTop -= (dropped - lastDropped.current) * rowHeight
    }
    lastDropped.current = dropped
  }, [log, leftAt, dropped, sight.height])

  useImperativeHandle(ref, () => ({
    goToLine: (index) => {
      setLeftAt(log.nextIndex)
      if (box.current !== null) box.current.scrollTop = Math.max(0, index - dropped - linesBefore) * rowHeight
    },
  }))
  const markAt = useMemo(() => new Map(marks.map((mark) => [mark.index, mark])), [marks])

  function onScroll(): void {
    const element = box.current
    if (element === null) return
    setSight({ top: element.scrollTop, height: element.clientHeight })
    if (isAtEnd(element)) {
      endTop.current = element.scrollTop
      setLeftAt(null)
    } else if (leftAt === null && hasLeftEnd(element, endTop.current)) {
      setLeftAt(log.nextIndex)
    }
  }

  const { first, last } = visibleRows(sight, log.length)
  const positions = Array.from({ length: last - first }, (_, offset) => first + offset)
  const newCount = leftAt === null ? 0 : log.nextIndex - leftAt
  return (
    <div className="log">
      <LogBar jobId={jobId} log={log} />
      {log.problem !== null && <ErrorPanel error={log.problem} heading={t('log.lost')} />}
      <div
        ref={box}
        className="log-lines"
        role="log"
        aria-live="off"
        aria-label={t('log.label')}
        tabIndex={0}
        onScroll={onScroll}
      >
        {log.length === 0 && <p className="log-empty">{t(running ? 'log.empty' : 'log.emptyEnded')}</p>}
        <div className="log-space" style={{ height: log.length * rowHeight }}>
          <div className="log-rows" style={{ transform: `translateY(${first * rowHeight}px)` }}>
            {positions.map((position) => (
              <LogRow
                key={dropped + position}
                line={log.buffer.at(position)}
                format={format}
                mark={markAt.get(dropped + position)}
              />
            ))}
          </div>
        </div>
      </div>
      {leftAt !== null && (
        <button type="button" className="log-pill" onClick={() => setLeftAt(null)}>
          <IconArrowDown size={14} aria-hidden="true" />
          {newCount > 0 ? t('log.newLines', { count: newCount }) : t('log.toEnd')}
        </button>
      )}
    </div>
  )
}
