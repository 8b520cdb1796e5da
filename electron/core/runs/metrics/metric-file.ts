import { appendFile, mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { cancelled } from '../../../../shared/errors.ts'
import {
  MetricUnit,
  NotFinite,
  SettingValue,
  type MetricRecord,
  type SeriesSummary,
} from '../../../../shared/model/metric.ts'
import { createSignalBox, type SignalBox } from '../../jobs/signal-box.ts'

/** The curves of one run: a file that only grows. */
export interface MetricFile {
  /** Sums are held, and written when the file is closed. */
  append(records: readonly MetricRecord[]): void
  readonly summaries: ReadonlyMap<string, SeriesSummary>
  close(): Promise<void>
  /** Rung whenever there is more to read, and when the file is closed. */
  readonly changes: SignalBox
  readonly closed: boolean
}

const Tagged = z.tuple([z.number(), z.number().nullable()]).nullable()
/** Where in the training a value is told; files of earlier versions do not know. */
const step = z.number().nullish()
const epoch = z.number().nullish()

/** Rows are JSON: a series gets a number before its first point, so that its points are short. */
const Row = z.union([
  z.tuple([z.literal('p'), z.number(), z.number(), z.number(), z.number().nullable(), step, epoch]),
  z.tuple([z.literal('s'), z.number(), z.string(), MetricUnit]),
  z.tuple([z.literal('e'), z.number(), z.number(), z.number().nullable(), z.number()]),
  z.tuple([z.literal('n'), z.number(), z.number(), NotFinite, z.number().nullable(), step, epoch]),
  z.tuple([z.literal('c'), z.string(), SettingValue]),
  z.tuple([z.literal('x'), z.number(), z.number(), Tagged, Tagged, Tagged, Tagged, z.number(), z.number().nullable()]),
])
type Row = z.infer<typeof Row>

const writeEveryMs = 250
const readBytes = 256 * 1024
const batchRecords = 500

export function createMetricFile(path: string, onFailure: (error: unknown) => void): MetricFile {
  const changes = createSignalBox()
  const numbers = new Map<string, number>()
  const summaries = new Map<string, SeriesSummary>()
  let waiting: string[] = []
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()
  let begun = false
  let closed = false
  let failed = false

  const push = (row: Row): void => void waiting.push(`${JSON.stringify(row)}\n`)
  const numberOf = (series: string, unit: MetricUnit): number => {
    const known = numbers.get(series)
    if (known !== undefined) return known
    const number = numbers.size
    numbers.set(series, number)
    push(['s', number, series, unit])
    return number
  }
  const write = (record: MetricRecord): void => {
    switch (record.type) {
      case 'point': {
        const { series, unit, at, value, lineIndex, step, epoch } = record
        push(['p', numberOf(series, unit), at, value, lineIndex, ...placeOf(step, epoch)])
        break
      }
      case 'not-finite': {
        const { series, unit, at, kind, lineIndex, step, epoch } = record
        push(['n', numberOf(series, unit), at, kind, lineIndex, ...placeOf(step, epoch)])
        break
      }
      case 'landmark':
        push(['e', record.at, record.value, record.total, record.lineIndex])
        break
      case 'setting':
        push(['c', record.name, record.value])
        break
      case 'summary':
        summaries.set(record.summary.series, record.summary)
        break
    }
  }
  const flush = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const text = waiting.join('')
    waiting = []
    writing = writing.then(async () => {
      // Who follows is told of sums, too, of which nothing is written yet.
      if (text === '') changes.ring()
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
    summaries,
    get closed() {
      return closed
    },
    append: (records) => {
      // Ends a row that an app has left half-written.
      if (!begun) waiting.push('\n')
      begun = true
      for (const record of records) write(record)
      if (records.length > 0) timer ??= setTimeout(() => void flush(), writeEveryMs)
    },
    close: async () => {
      for (const summary of summaries.values()) push(summaryRow(numberOf(summary.series, summary.unit), summary))
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
  let told: ReadonlyMap<string, SeriesSummary> = new Map()
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
        const changed = [...live.summaries].filter(([name, summary]) => told.get(name) !== summary)
        if (changed.length > 0) {
          told = new Map(live.summaries)
          yield changed.map(([, summary]) => ({ type: 'summary', summary }))
        }
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

/** The line behind the last one of which something is kept. */
export async function nextLine(path: string): Promise<number> {
  let next = 0
  for await (const records of readMetrics({ path, live: null, signal: new AbortController().signal })) {
    for (const record of records) if ('lineIndex' in record) next = Math.max(next, (record.lineIndex ?? -1) + 1)
  }
  return next
}

function placeOf(step: number | undefined, epoch: number | undefined): [number | null, number | null] | [] {
  return step === undefined && epoch === undefined ? [] : [step ?? null, epoch ?? null]
}

function summaryRow(number: number, summary: SeriesSummary): Row {
  const tag = (one: SeriesSummary['first']): [number, number | null] | null => one && [one.value, one.lineIndex]
  const { count, first, last, min, max, notFinite, notFiniteLine } = summary
  return ['x', number, count, tag(first), tag(last), tag(min), tag(max), notFinite, notFiniteLine]
}

/** Nothing of what a crash has left half-written. */
function readRow(line: string, series: Map<number, { name: string; unit: MetricUnit }>): MetricRecord[] {
  const row = parseRow(line)
  if (row === null) return []
  if (row[0] === 's') {
    series.set(row[1], { name: row[2], unit: row[3] })
    return []
  }
  if (row[0] === 'e') {
    const [, at, value, total, lineIndex] = row
    return [{ type: 'landmark', kind: 'epoch', at, value, total, lineIndex }]
  }
  if (row[0] === 'c') return [{ type: 'setting', name: row[1], value: row[2] }]
  const known = series.get(row[1])
  if (known === undefined) return []
  const { name, unit } = known
  if (row[0] === 'x') {
    const [, , count, first, last, min, max, notFinite, notFiniteLine] = row
    const [a, b, c, d] = [first, last, min, max].map((one) => one && { value: one[0], lineIndex: one[1] })
    const ends = { first: a ?? null, last: b ?? null, min: c ?? null, max: d ?? null }
    return [{ type: 'summary', summary: { series: name, unit, count, ...ends, notFinite, notFiniteLine } }]
  }
  const [step, epoch] = [row[5], row[6]]
  const place = { ...(typeof step === 'number' && { step }), ...(typeof epoch === 'number' && { epoch }) }
  const common = { series: name, unit, at: row[2], lineIndex: row[4], ...place }
  return row[0] === 'p'
    ? [{ type: 'point', ...common, value: row[3] }]
    : [{ type: 'not-finite', ...common, kind: row[3] }]
}

function parseRow(line: string): Row | null {
  try {
    return Row.safeParse(JSON.parse(line)).data ?? null
  } catch {
    // The app was ended while it wrote this row.
    return null
  }
}
