import { appendFile, mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { cancelled } from '../../../../shared/errors.ts'
import { MetricUnit, type MetricRecord } from '../../../../shared/model/metric.ts'
import { createSignalBox, type SignalBox } from '../../jobs/signal-box.ts'

/** The curves of one run: a file that only grows. */
export interface MetricFile {
  append(records: readonly MetricRecord[]): void
  close(): Promise<void>
  /** Rung whenever there is more to read, and when the file is closed. */
  readonly changes: SignalBox
  readonly closed: boolean
}

/** Rows are JSON: a series gets a number before its first point, so that its points are short. */
const Row = z.union([
  z.tuple([z.literal('s'), z.number(), z.string(), MetricUnit]),
  z.tuple([z.literal('p'), z.number(), z.number(), z.number(), z.number().nullable()]),
  z.tuple([z.literal('e'), z.number(), z.number(), z.number().nullable(), z.number()]),
])
type Row = z.infer<typeof Row>

const writeEveryMs = 250
const readBytes = 256 * 1024
const batchRecords = 500

export function createMetricFile(path: string, onFailure: (error: unknown) => void): MetricFile {
  const changes = createSignalBox()
  const numbers = new Map<string, number>()
  let waiting: string[] = []
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()
  let begun = false
  let closed = false
  let failed = false

  const push = (row: Row): void => void waiting.push(`${JSON.stringify(row)}\n`)
  const numberOf = ({ series, unit }: MetricRecord & { type: 'point' }): number => {
    const known = numbers.get(series)
    if (known !== undefined) return known
    const number = numbers.size
    numbers.set(series, number)
    push(['s', number, series, unit])
    return number
  }
  const flush = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const text = waiting.join('')
    waiting = []
    writing = writing.then(async () => {
      if (text === '' || failed) return
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        await appendFile(path, text, { mode: 0o600 })
        changes.ring()
      } catch (error) {
        failed = true
        onFailure(error)
      }
    })
    await writing
  }

  return {
    changes,
    get closed() {
      return closed
    },
    append: (records) => {
      // Ends a row that an app has left half-written.
      if (!begun) waiting.push('\n')
      begun = true
      for (const record of records) {
        if (record.type === 'landmark') push(['e', record.at, record.value, record.total, record.lineIndex])
        else push(['p', numberOf(record), record.at, record.value, record.lineIndex])
      }
      if (records.length > 0) timer ??= setTimeout(() => void flush(), writeEveryMs)
    },
    close: async () => {
      await flush()
      closed = true
      changes.ring()
    },
  }
}

/** The curves of a run in batches, and, while it goes on, what comes. A file that isn't there has none. */
export async function* readMetrics(options: {
  readonly path: string
  readonly live: MetricFile | null
  readonly signal: AbortSignal
}): AsyncGenerator<MetricRecord[], void> {
  const { live, signal } = options
  const buffer = Buffer.allocUnsafe(readBytes)
  const series = new Map<number, { name: string; unit: MetricUnit }>()
  let file: FileHandle | null = null
  let position = 0
  let rest = ''
  try {
    for (;;) {
      if (signal.aborted) throw cancelled()
      // Both are looked at before the file, so that nothing written in the meantime is missed.
      const version = live?.changes.version ?? 0
      const complete = live?.closed ?? true
      file ??= await open(options.path, 'r').catch(() => null)
      const bytesRead = file === null ? 0 : (await file.read(buffer, 0, readBytes, position)).bytesRead
      position += bytesRead
      if (bytesRead === 0) {
        if (complete || live === null) return
        await live.changes.after(version, signal)
        continue
      }
      // Rows are ASCII but for names of series, whose letters JSON could split: lines are cut at bytes below.
      const lines = (rest + buffer.toString('latin1', 0, bytesRead)).split('\n')
      rest = lines.pop() ?? ''
      const records = lines.flatMap((line) => readRow(Buffer.from(line, 'latin1').toString(), series))
      for (let start = 0; start < records.length; start += batchRecords) {
        yield records.slice(start, start + batchRecords)
      }
    }
  } finally {
    await file?.close()
  }
}

/** Nothing of what a crash has left half-written. */
function readRow(line: string, series: Map<number, { name: string; unit: MetricUnit }>): MetricRecord[] {
  const row = parseRow(line)
  if (row === null) return []
  switch (row[0]) {
    case 's':
      series.set(row[1], { name: row[2], unit: row[3] })
      return []
    case 'p': {
      const [, number, at, value, lineIndex] = row
      const known = series.get(number)
      if (known === undefined) return []
      return [{ type: 'point', series: known.name, unit: known.unit, at, value, lineIndex }]
    }
    case 'e': {
      const [, at, value, total, lineIndex] = row
      return [{ type: 'landmark', kind: 'epoch', at, value, total, lineIndex }]
    }
  }
}

function parseRow(line: string): Row | null {
  try {
    return Row.safeParse(JSON.parse(line)).data ?? null
  } catch {
    // The app was ended while it wrote this row.
    return null
  }
}
