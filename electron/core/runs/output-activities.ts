import type { JobActivity } from '../jobs/activity.ts'
import { createLineSplitter } from '../logs/lines.ts'
import type { OutputChunk } from '../ports.ts'

const sources = ['out', 'err'] as const

/**
 * What a container writes, as log lines and as the open line of each of its outputs, which a progress bar draws anew
 * all the time. `first` is the first reading, begun by the caller before the container starts, so that nothing of it is
 * missed. What was left open when the output ends, however it ends, becomes a line.
 */
export async function* outputActivities(
  output: AsyncGenerator<OutputChunk, void>,
  first: Promise<IteratorResult<OutputChunk, void>>,
): AsyncGenerator<JobActivity, void> {
  const splitters = { out: createLineSplitter(), err: createLineSplitter() }
  const live = { out: '', err: '' }
  const linesOf = function* (source: OutputChunk['source'], lines: string[]): Generator<JobActivity, void> {
    if (lines.length > 0) yield { type: 'log', source, text: lines.join('\n') }
    const shown = splitters[source].live
    if (shown !== live[source]) yield { type: 'live', source, text: shown }
    live[source] = shown
  }
  const rest = function* (): Generator<JobActivity, void> {
    for (const source of sources) yield* linesOf(source, splitters[source].end())
  }

  let step: IteratorResult<OutputChunk, void>
  try {
    for (step = await first; step.done !== true; step = await output.next()) {
      const { source, bytes } = step.value
      yield* linesOf(source, splitters[source].push(bytes))
    }
  } catch (error) {
    yield* rest()
    throw error
  }
  yield* rest()
}
