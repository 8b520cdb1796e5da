import { cancelled } from '../../../shared/errors.ts'
import type { SignalBox } from '../jobs/signal-box.ts'

/** Resolves once any of them has rung since this call; never, where there are none, but for the signal. */
export async function anyChange(
  boxes: readonly Pick<SignalBox, 'version' | 'after'>[],
  signal: AbortSignal,
): Promise<void> {
  const other = new AbortController()
  const either = AbortSignal.any([signal, other.signal])
  const never = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(cancelled()), { once: true, signal: other.signal })
    if (signal.aborted) reject(cancelled())
  })
  const pending = [never, ...boxes.map((box) => box.after(box.version, either))]
  for (const one of pending) one.catch(() => undefined)
  try {
    await Promise.race(pending)
  } finally {
    other.abort()
  }
}
