import { cancelled } from '../../../shared/errors.ts'

/** Waits no longer than the signal allows: rejects with `cancelled` once it is aborted. What is waited for goes on. */
export async function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  if (signal.aborted) throw cancelled()
  let stop = (): void => undefined
  const aborted = new Promise<never>((_, reject) => (stop = () => reject(cancelled())))
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
