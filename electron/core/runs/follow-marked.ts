import { cancelled } from '../../../shared/errors.ts'
import { createLineSplitter } from '../logs/lines.ts'
import type { Engine } from '../ports/engine.ts'

export interface MarkedOptions {
  readonly engine: Pick<Engine, 'followOutput' | 'startContainer'>
  /** Made, and not started yet. */
  readonly container: string
  /** Begins each line that counts. */
  readonly mark: string
  readonly limitMs: number
  readonly signal: AbortSignal
}

export interface MarkedEnd {
  /** The limit came before the end. */
  readonly isLate: boolean
  /** The last line of its errors. */
  readonly lastError: string
}

/** Starts a container and yields what stands behind the mark in the lines that it writes, until it ends or it is late. */
export async function* followMarked(options: MarkedOptions): AsyncGenerator<string, MarkedEnd> {
  const { engine, container, mark, limitMs, signal } = options
  const late = AbortSignal.timeout(limitMs)
  const splitters = { out: createLineSplitter(), err: createLineSplitter() }
  const output = engine.followOutput(container, AbortSignal.any([signal, late]))
  let lastError = ''
  const marked = (source: 'out' | 'err', lines: readonly string[]): string[] => {
    if (source === 'err') lastError = lines.findLast((line) => line.trim() !== '')?.trim() ?? lastError
    return source === 'err' ? [] : lines.flatMap((line) => (line.startsWith(mark) ? line.slice(mark.length) : []))
  }
  try {
    const first = output.next()
    // It fails with the start, which tells why.
    first.catch(() => undefined)
    await engine.startContainer(container, signal)
    for (let step = await first; step.done !== true; step = await output.next()) {
      const { source, bytes } = step.value
      yield* marked(source, splitters[source].push(bytes))
    }
    for (const source of ['out', 'err'] as const) yield* marked(source, splitters[source].end())
    if (signal.aborted) throw cancelled()
    return { isLate: late.aborted, lastError }
  } catch (error) {
    if (signal.aborted || !late.aborted) throw error
    return { isLate: true, lastError }
  } finally {
    await output.return()
  }
}
