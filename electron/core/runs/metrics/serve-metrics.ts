import { LogReader } from '../../../../shared/metrics/log-reader.ts'
import { EventFolder } from './event-files/event-folder.ts'
import { LogTail } from './log-tail.ts'
import type { MetricPort, MetricReply, MetricRequest } from './metric-messages.ts'
import { PointTeller } from './tell-points.ts'

const tellEveryMs = 250
const eventsEveryMs = 2000
/** A log that is told of and does not come cannot be written. */
const patienceMs = 5000
const pollMs = 50

/** What the thread does that reads the numbers of a run: all lines of its log, and its event files. */
export function serveMetrics(port: MetricPort): void {
  const reader = new LogReader()
  const teller = new PointTeller()
  let tail: LogTail | null = null
  let events: EventFolder | null = null
  let fromLine = 0
  let wantedLines = 0
  let ending = false
  let working = false
  let toldAt = 0
  let grownAt = 0
  let eventTimer: NodeJS.Timeout | null = null

  const tell = (type: MetricReply['type']): void => {
    toldAt = performance.now()
    const records = teller.take({ isCurrent: true }).filter((record) => {
      const line = 'lineIndex' in record ? record.lineIndex : null
      return line === null || line >= fromLine
    })
    port.postMessage({ type, records, lineCount: tail?.lineCount ?? 0 })
  }
  const readEvents = (): void => {
    for (const point of events?.readNew() ?? []) teller.addPoint(point, null)
  }
  const end = (): void => {
    if (eventTimer !== null) clearInterval(eventTimer)
    readEvents()
    tail?.close()
    tell('ended')
  }
  const work = (): void => {
    const lines = tail?.readPiece() ?? null
    for (const line of lines ?? []) if (line.source !== 'app') teller.addReading(reader.read(line), line)
    const now = performance.now()
    if (lines !== null) grownAt = now
    if (now - toldAt >= tellEveryMs) tell('read')
    if (lines !== null) return void setImmediate(work)
    const isMissing = (tail?.lineCount ?? 0) < wantedLines && now - grownAt < patienceMs
    // The log is written a moment after it is told of.
    if (isMissing) return void setTimeout(work, pollMs)
    working = false
    if (ending) end()
    else tell('read')
  }
  const begin = (): void => {
    if (working) return
    working = true
    grownAt = performance.now()
    work()
  }
  port.on('message', (message: MetricRequest) => {
    switch (message.type) {
      case 'start':
        tail = new LogTail(message.logPath)
        events = new EventFolder(message.outputFolder, message.sinceMs)
        ;({ fromLine } = message)
        eventTimer = setInterval(() => {
          readEvents()
          if (!working) tell('read')
        }, eventsEveryMs)
        break
      case 'extend':
        wantedLines = message.lineCount
        begin()
        break
      case 'end':
        ending = true
        begin()
        break
    }
  })
}
