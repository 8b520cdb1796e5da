import { cancelled } from '../../../shared/errors.ts'

/** Lets those who work on the same thing do so one after the other. */
export interface Turns {
  /** Resolves to what ends the turn. */
  take(name: string, signal: AbortSignal): Promise<() => void>
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>()
  return {
    take: async (name, signal) => {
      const before = last.get(name) ?? Promise.resolve()
      let end: () => void = () => undefined
      const mine = new Promise<void>((resolve) => (end = resolve))
      const over = before.then(() => mine)
      last.set(name, over)
      void over.then(() => {
        if (last.get(name) === over) last.delete(name)
      })
      try {
        await untilAborted(before, signal)
        return end
      } catch (error) {
        end()
        throw error
      }
    },
  }
}

async function untilAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw cancelled()
  let onAbort: () => void = () => undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(cancelled())
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
