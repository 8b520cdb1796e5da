import type { JobActivity } from '../jobs/activity.ts'
import { createLineSplitter } from '../logs/lines.ts'
import type { OutputChunk } from '../ports/container-work.ts'

const sources = ['out', 'err'] as const

/** How many lines of each output are known. */
export type OutputCounts = Readonly<Record<OutputChunk['source'], number>>

/** Output that is asked for already, so that nothing of it is missed. */
export interface OpenedOutput {
  readonly chunks: AsyncGenerator<OutputChunk, void>
  readonly first: Promise<IteratorResult<OutputChunk, void>>
}

/**
 * Turns what a container writes into log lines, and into the open line of each of its outputs, which a progress bar draws
 * anew all the time. Output that is read again from its beginning gives the lines that are new.
 */
export interface OutputReader {
  /** Until the output ends; what stands in the open lines then is kept for `end`. */
  read(output: OpenedOutput): AsyncGenerator<JobActivity, void>
  /** The open lines, as lines: nothing more comes. */
  end(): Generator<JobActivity, void>
  /** From now on the output is read from its beginning again. */
  startAnew(): Generator<JobActivity, void>
  readonly counts: OutputCounts
}

export function createOutputReader(known: OutputCounts = { out: 0, err: 0 }): OutputReader {
  const counts = { ...known }
  const live = { out: '', err: '' }
  let toSkip = { ...known }
  let splitters = { out: createLineSplitter(), err: createLineSplitter() }

  const tell = function* (source: OutputChunk['source'], read: string[]): Generator<JobActivity, void> {
    const lines = toSkip[source] === 0 ? read : read.slice(toSkip[source])
    toSkip[source] -= read.length - lines.length
    counts[source] += lines.length
    if (lines.length > 0) yield { type: 'log', source, text: lines.join('\n') }
    if (toSkip[source] === 0) yield* tellLive(source, splitters[source].live)
  }
  const tellLive = function* (source: OutputChunk['source'], text: string): Generator<JobActivity, void> {
    if (text !== live[source]) yield { type: 'live', source, text }
    live[source] = text
  }

  return {
    async *read({ chunks, first }) {
      for (let step = await first; step.done !== true; step = await chunks.next()) {
        const { source, bytes } = step.value
        yield* tell(source, splitters[source].push(bytes))
      }
    },
    *end() {
      for (const source of sources) yield* tell(source, splitters[source].end())
    },
    *startAnew() {
      splitters = { out: createLineSplitter(), err: createLineSplitter() }
      toSkip = { ...counts }
      for (const source of sources) yield* tellLive(source, '')
    },
    counts,
  }
}

export function openOutput(chunks: AsyncGenerator<OutputChunk, void>): OpenedOutput {
  const first = chunks.next()
  // Its failure is told by whoever reads it; when the start fails, nobody does.
  first.catch(() => undefined)
  return { chunks, first }
}
