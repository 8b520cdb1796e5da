import { jsonLine } from '../../shared/text/foreign-text.ts'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { visibleText } from '../../shared/log/visible-text.ts'
import type { Explanation } from '../../shared/model/explanation.ts'
import { defaultRunOptions } from '../../shared/model/run-options.ts'
import { UsageError, type FlagTable } from '../../shared/uaitrain/parse-arguments.ts'
import { createLineSplitter } from '../core/logs/lines.ts'
import { createCauseFinder } from '../core/runs/explain/cause-finder.ts'
import { explainFailure } from '../core/runs/explain/create-explainer.ts'
import { summariseLog, type LogSummary } from '../core/runs/metrics/summarise-log.ts'
import type { CliTools } from './cli-tools.ts'
import type { Texts } from './texts.ts'

export const explainFlags = {
  exit: { value: 'CODE' },
  json: { value: null },
} as const satisfies FlagTable

export const explainOperand = 'FILE'

/** `explain`: what the app reads out of a training log, of any size. */
export async function explainCommand(
  file: string,
  values: ReadonlyMap<keyof typeof explainFlags, string>,
  { environment, texts }: CliTools,
): Promise<void> {
  const exitCode = exitCodeOf(values.get('exit') ?? '1')
  const input = file === '-' ? environment.streamInput() : await openLog(resolve(environment.currentFolder, file))
  const finder = createCauseFinder()
  const shown = new Map<number, string>()
  const summary = await summariseLog(observed(linesOf(input), finder.observe))
  const end = { exitCode, outOfMemory: false, stopped: false, engineLost: false, outputCount: 1 }
  const cause = finder.cause()
  if (cause !== null) shown.set(cause.index, cause.text)
  const explanations = explainFailure(cause, end, { target: 'cpu', options: defaultRunOptions })
  if (values.has('json')) environment.writeOutput(jsonLine(asJson(summary, explanations)))
  else environment.writeOutput(inWords(summary, explanations, { texts, shown }))
}

/** Told of each line as it goes by. */
async function* observed(
  lines: AsyncIterable<string>,
  tell: (text: string, index: number) => void,
): AsyncGenerator<string, void> {
  let index = 0
  for await (const line of lines) {
    tell(line, index++)
    yield line
  }
}

async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const splitter = createLineSplitter()
  for await (const bytes of input) yield* splitter.push(bytes)
  yield* splitter.end()
}

async function openLog(path: string): Promise<AsyncIterable<Uint8Array>> {
  const words = (error: unknown): string => (error instanceof Error ? error.message : String(error))
  try {
    if ((await stat(path)).isDirectory())
      throw new AppError('read-failed', { path, words: 'EISDIR: a folder, no file' })
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('read-failed', { path, words: words(error) })
  }
  return (async function* () {
    try {
      for await (const chunk of createReadStream(path)) yield chunk as Uint8Array
    } catch (error) {
      throw new AppError('read-failed', { path, words: words(error) })
    }
  })()
}

function exitCodeOf(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) > 255) {
    throw new UsageError({ code: 'badChoice', flag: '--exit', value: text, choices: ['0–255'] })
  }
  return Number(text)
}

function asJson({ series, epochs, settings }: LogSummary, explanations: readonly Explanation[]): unknown {
  return {
    series: series
      .filter(({ count }) => count > 0)
      .map(({ series: name, unit, count, first, last, min, max }) => {
        return { name, unit, count, first: first?.value, last: last?.value, min: min?.value, max: max?.value }
      }),
    epochs,
    notFinite: series.flatMap(({ series: name, notFiniteLine }) =>
      notFiniteLine === null ? [] : [{ name, line: notFiniteLine + 1 }],
    ),
    settings: Object.fromEntries(settings),
    explanations: explanations.map(({ id, lineIndex, subject }) => {
      return { id, line: lineIndex === null ? null : lineIndex + 1, subject }
    }),
  }
}

function inWords(
  { series, epochs, settings }: LogSummary,
  explanations: readonly Explanation[],
  { texts, shown }: { texts: Texts; shown: ReadonlyMap<number, string> },
): string {
  const lines: string[] = []
  for (const { id, lineIndex, subject } of explanations) {
    const part = (name: string): string => texts(`explain.failures.${id}.${name}`, { subject: visibleText(subject) })
    lines.push(part('title').trim(), `  ${part('cause').trim()} ${part('cure').trim()}`)
    const text = lineIndex === null ? undefined : shown.get(lineIndex)
    if (lineIndex !== null && text !== undefined) {
      lines.push(`  ${texts('cli.explain.atLine', { line: lineIndex + 1, text: visibleText(text).slice(0, 300) })}`)
    }
  }
  if (epochs !== null) {
    const { last, total } = epochs
    lines.push(total === null ? texts('cli.explain.epochs', { last }) : texts('cli.explain.epochsOf', { last, total }))
  }
  for (const { series: name, count, first, last, min, max, notFiniteLine } of series) {
    if (first !== null && last !== null && min !== null && max !== null) {
      const values = { first: first.value, last: last.value, min: min.value, max: max.value }
      lines.push(texts('cli.explain.series', { name: visibleText(name), count, ...values }))
    }
    if (notFiniteLine !== null) {
      lines.push(texts('cli.explain.seriesNotFinite', { name: visibleText(name), line: notFiniteLine + 1 }))
    }
  }
  for (const [name, value] of settings) {
    lines.push(texts('cli.explain.setting', { name: visibleText(name), value: visibleText(String(value)) }))
  }
  if (lines.length === 0) lines.push(texts('cli.explain.nothing'))
  return `${lines.join('\n')}\n`
}
