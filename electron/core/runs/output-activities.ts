import type { JobActivity } from '../jobs/activity.ts'
import { createLineSplitter } from '../logs/lines.ts'
import type { OutputChunk } from '../ports.ts'

/** A progress bar that draws itself anew is shown this often. */
const liveEveryMs = 1000

/**
 * What a container writes, as log lines; an open progress bar shows its newest state once a second. `first` is the
 * first reading, begun by the caller before the container starts, so that nothing of it is missed.
 */
export async function* outputActivities(
  output: AsyncGenerator<OutputChunk, void>,
  first: Promise<IteratorResult<OutputChunk, void>>,
): AsyncGenerator<JobActivity, void> {
  const splitters = { out: createLineSplitter(), err: createLineSplitter() }
  const sources = ['out', 'err'] as const
  let liveDueAt = 0
  let next = first
  try {
    for (;;) {
      const waitsLive = sources.some((source) => splitters[source].hasLive)
      const step = waitsLive ? await within(next, liveDueAt - performance.now()) : await next
      if (step === null) {
        liveDueAt = performance.now() + liveEveryMs
        for (const source of sources) {
          const text = splitters[source].takeLive()
          if (text !== null) yield { type: 'log', source, text }
        }
        continue
      }
      if (step.done === true) break
      const { source, bytes } = step.value
      for (const text of splitters[source].push(bytes)) yield { type: 'log', source, text }
      next = output.next()
    }
    for (const source of sources) {
      for (const text of splitters[source].end()) yield { type: 'log', source, text }
    }
  } finally {
    // A reading that is under way when the caller stops fails with it; nobody is left to be told.
    next.catch(() => undefined)
  }
}

/** What the promise gives, or null when the time is over before that. */
async function within<Value>(promise: Promise<Value>, timeMs: number): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(timeMs, 0))
  })
  try {
    return await Promise.race([promise, timeout])
  } finally {
    clearTimeout(timer)
  }
}
