import { cancelled } from '../../../shared/errors.ts'

/** The work took longer than it may. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError'
  readonly timeoutMs: number

  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs / 1000} s`)
    this.timeoutMs = timeoutMs
  }
}

/**
 * Runs `work` with a signal of its own, aborted with the caller's or when the time is over. Rejects with `cancelled`
 * or a `TimeLimitError` then, even when the work itself does not heed its signal.
 */
export async function withTimeLimit<Result>(
  limit: { readonly signal: AbortSignal; readonly timeoutMs: number },
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  if (limit.signal.aborted) throw cancelled()
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let onAbort: (() => void) | undefined
  const interruption = new Promise<never>((_, reject) => {
    onAbort = () => {
      reject(cancelled())
      controller.abort()
    }
    timer = setTimeout(() => {
      reject(new TimeLimitError(limit.timeoutMs))
      controller.abort()
    }, limit.timeoutMs)
    limit.signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([interruption, work(controller.signal)])
  } finally {
    clearTimeout(timer)
    if (onAbort) limit.signal.removeEventListener('abort', onAbort)
  }
}
