import type { LogQuery } from '../../../shared/log/query.ts'
import { LineScanner, rangesIn, type FoundLines } from './line-scanner.ts'
import type { ScanPort, ScanRequest } from './scan-messages.ts'

const tellEveryMs = 100
const maxRanges = 200

/** What the thread does that looks through a log: one filter or search, for as long as it is wanted. */
export function serveScan(port: ScanPort): void {
  let scanner: LineScanner | null = null
  let query: LogQuery | null = null
  let lineCount = 0
  let working = false
  let waiting: FoundLines[] = []
  let toldAt = performance.now()

  const tell = (found: FoundLines, always: boolean): void => {
    waiting.push(found)
    const now = performance.now()
    if (scanner === null || (!always && now - toldAt < tellEveryMs)) return
    toldAt = now
    const lines = Uint32Array.from(waiting.flatMap((one) => one.lines))
    const errors = Uint32Array.from(waiting.flatMap((one) => one.errors))
    waiting = []
    port.postMessage({ type: 'found', lines, errors, scannedLines: scanner.scannedLines })
  }
  const work = (): void => {
    if (scanner === null) return
    try {
      const found = scanner.scanPiece(lineCount, (some) => tell(some, false))
      // Of a file that has been cut off there is no more to come.
      const done = scanner.scannedLines >= lineCount || scanner.isAtEnd
      tell(found, done)
      // Between two pieces others are listened to.
      if (done) working = false
      else setImmediate(work)
    } catch (error) {
      port.postMessage({ type: 'failed', words: error instanceof Error ? error.message : String(error) })
    }
  }
  const receive = (message: ScanRequest): void => {
    switch (message.type) {
      case 'start':
        ;({ query } = message)
        scanner = new LineScanner(message.path, message.filter, query)
        tell({ lines: [], errors: [] }, true)
        break
      case 'extend':
        lineCount = message.lineCount
        if (working || scanner === null || scanner.scannedLines >= lineCount) break
        working = true
        work()
        break
      case 'highlight': {
        const { id, texts } = message
        const ranges = texts.map((text) => (query === null ? [] : rangesIn(text, query, maxRanges)))
        port.postMessage({ type: 'highlights', id, ranges })
        break
      }
    }
  }
  port.on('message', receive)
}
