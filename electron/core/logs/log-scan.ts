import { AppError } from '../../../shared/errors.ts'
import type { LogQuery } from '../../../shared/log/query.ts'
import type { LogFilter } from '../../../shared/model/log.ts'
import { createSignalBox, type SignalBox } from '../jobs/signal-box.ts'
import { LineList } from './line-list.ts'
import type { MatchRanges, ScanReply, ScanThread } from './scan-messages.ts'

/** The lines that a filter lets through or a search finds, as far as the log has been looked through. */
export interface LogScan {
  /** Rung when more has been looked through, and when the scan has failed. */
  readonly changes: SignalBox
  readonly lines: LineList
  /** Those of them that are errors. */
  readonly errors: LineList
  readonly scannedLines: number
  /** Throws what has ended the scan: `log-pattern-slow`, or `read-failed`. */
  check(): void
  /** So many lines can be read now. */
  extend(lineCount: number): void
  /** Where the query matches in each text; nothing where that takes too long. */
  highlight(texts: readonly string[]): Promise<readonly MatchRanges[]>
  close(): void
}

export interface LogScanOptions {
  readonly startThread: () => ScanThread
  readonly path: string
  readonly filter: LogFilter
  readonly query: LogQuery | null
}

/** A thread that is silent for so long over some hundred lines never comes to an end. */
const silenceMs = 3000
const startMs = 20_000
const highlightMs = 500

export function createLogScan({ startThread, path, filter, query }: LogScanOptions): LogScan {
  const changes = createSignalBox()
  const lines = new LineList()
  const errors = new LineList()
  const highlights = new Map<number, (ranges: readonly MatchRanges[]) => void>()
  let thread: ScanThread | null = null
  let scannedLines = 0
  let wantedLines = 0
  let nextId = 0
  let failure: AppError | null = null
  let heard = false
  let silence: NodeJS.Timeout | null = null

  const stopListening = (): void => {
    if (silence !== null) clearTimeout(silence)
    silence = null
  }
  const close = (): void => {
    stopListening()
    void thread?.terminate()
    thread = null
    for (const answer of highlights.values()) answer([])
    highlights.clear()
  }
  const fail = (error: AppError): void => {
    failure ??= error
    close()
    changes.ring()
  }
  const listen = (): void => {
    if (thread === null || scannedLines >= wantedLines || silence !== null) return
    silence = setTimeout(() => fail(new AppError('log-pattern-slow', {})), heard ? silenceMs : startMs)
  }
  const receive = (reply: ScanReply): void => {
    if (thread === null) return
    heard = true
    stopListening()
    switch (reply.type) {
      case 'found':
        lines.add(reply.lines)
        errors.add(reply.errors)
        scannedLines = reply.scannedLines
        changes.ring()
        break
      case 'highlights':
        highlights.get(reply.id)?.(reply.ranges)
        break
      case 'failed':
        fail(new AppError('read-failed', { path, words: reply.words }))
        break
    }
    listen()
  }
  const started = (): ScanThread => {
    if (thread !== null) return thread
    thread = startThread()
    thread.on('message', receive)
    thread.on('error', (error) => fail(new AppError('read-failed', { path, words: error.message })))
    thread.postMessage({ type: 'start', path, filter, query })
    return thread
  }

  return {
    changes,
    lines,
    errors,
    get scannedLines() {
      return scannedLines
    },
    check: () => {
      if (failure !== null) throw failure
    },
    extend: (lineCount) => {
      if (failure !== null || lineCount <= wantedLines) return
      wantedLines = lineCount
      started().postMessage({ type: 'extend', lineCount })
      listen()
    },
    highlight: (texts) => {
      if (thread === null || query === null || texts.length === 0) return Promise.resolve([])
      const id = nextId++
      return new Promise((resolve) => {
        const answer = (ranges: readonly MatchRanges[]): void => {
          clearTimeout(limit)
          highlights.delete(id)
          resolve(ranges)
        }
        const limit = setTimeout(() => answer([]), highlightMs)
        highlights.set(id, answer)
        thread?.postMessage({ type: 'highlight', id, texts })
      })
    },
    close,
  }
}
