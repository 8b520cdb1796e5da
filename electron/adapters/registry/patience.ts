import { setTimeout as delay } from 'node:timers/promises'
import { AppError, cancelled, remoteWords } from '../../../shared/errors.ts'

/** A failure after which the same may be tried again. */
export class PassingFailure extends Error {
  override readonly name = 'PassingFailure'
  /** What to tell when it does not pass. */
  readonly error: AppError
  /** What the registry asks for in `Retry-After`; null when it is left to us. */
  readonly waitMs: number | null

  constructor(error: AppError, waitMs: number | null = null) {
    super(error.message)
    this.error = error
    this.waitMs = waitMs
  }
}

export interface RetryRules {
  /** How often in a row, without anything getting on in between. */
  readonly mostInARow: number
  /** The first pause; each further one is twice as long. */
  readonly firstPauseMs: number
}

/** Long enough for a machine to wake up and find its network. */
export const patientRules: RetryRules = { mostInARow: 8, firstPauseMs: 500 }
export const noRetries: RetryRules = { mostInARow: 0, firstPauseMs: 0 }

const longestPauseMs = 30_000
/** A registry that wants to be left alone for longer has its error told instead. */
const longestAskedPauseMs = 5 * 60_000
/** A registry that has never answered, or says that it failed itself, is more likely to stay so. */
const mostInARowWithoutHope = 2

const passingStatuses: readonly number[] = [408, 425, 429, 500, 502, 503, 504]

export function mayPass(status: number): boolean {
  return passingStatuses.includes(status)
}

export type TellRetry = (retry: { readonly words: string; readonly delayMs: number }) => void

export interface PatienceOptions {
  readonly rules: RetryRules
  readonly signal: AbortSignal
  /** Whether the registry has answered anything yet. */
  readonly hasAnswered: () => boolean
  readonly tell: TellRetry
}

/** How long one piece of work goes on trying. */
export class Patience {
  readonly #options: PatienceOptions
  #inARow = 0

  constructor(options: PatienceOptions) {
    this.#options = options
  }

  /** Something got on: the next failure is a first one again. */
  renew(): void {
    this.#inARow = 0
  }

  /** Returns when it is time to try again; throws the error when it no longer is. */
  async wait({ error, waitMs }: PassingFailure): Promise<void> {
    const { rules, signal, tell } = this.#options
    if (this.#inARow >= this.#most(error)) throw error
    const backOffMs = Math.min(rules.firstPauseMs * 2 ** this.#inARow, longestPauseMs)
    // Many who were cut off at once should not come back at once.
    const delayMs = waitMs ?? backOffMs * (0.5 + Math.random() / 2)
    if (delayMs > longestAskedPauseMs) throw error
    this.#inARow += 1
    tell({ words: remoteWords(error), delayMs })
    try {
      await delay(delayMs, undefined, { signal })
    } catch {
      throw cancelled()
    }
  }

  /** Does the work until it succeeds or fails in a way that does not pass. */
  async persist<Result>(work: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof PassingFailure)) throw error
        await this.wait(error)
      }
    }
  }

  #most(error: AppError): number {
    const { rules, hasAnswered } = this.#options
    const isHopeful = hasAnswered() && !(error.code === 'registry-refused' && hasStatus(error, 500))
    return isHopeful ? rules.mostInARow : Math.min(rules.mostInARow, mostInARowWithoutHope)
  }
}

function hasStatus({ details }: AppError, status: number): boolean {
  return 'status' in details && details.status === status
}
