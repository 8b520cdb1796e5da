import { createSignalBox } from '../../core/jobs/signal-box.ts'

/**
 * Makes a generator of work that tells how it gets on. A slow reader misses what was told about a subject before the
 * newest. When the reader leaves, the work is aborted and waited for.
 */
export async function* telling<Item, Result>(
  work: (tell: (subject: string, item: Item) => void, signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal,
): AsyncGenerator<Item, Result> {
  const stop = new AbortController()
  const box = createSignalBox()
  const unread = new Map<string, Item>()
  const ending = { isOver: false }
  const tell = (subject: string, item: Item): void => {
    unread.set(subject, item)
    box.ring()
  }
  const working = work(tell, AbortSignal.any([signal, stop.signal])).finally(() => {
    ending.isOver = true
    box.ring()
  })
  // Its failure is thrown once everything has been told.
  working.catch(() => undefined)
  try {
    for (;;) {
      const seen = box.version
      const { isOver } = ending
      const items = [...unread.values()]
      unread.clear()
      yield* items
      if (isOver) return await working
      await box.after(seen, stop.signal)
    }
  } finally {
    stop.abort()
    await working.catch(() => undefined)
  }
}
