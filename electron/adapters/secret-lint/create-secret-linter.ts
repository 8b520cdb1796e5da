import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { FoundSecret, SecretLinter } from '../../core/ports/secrets.ts'
import type { LintAnswer, LintRequest } from './worker.ts'

/** A rule that takes longer over one small file will never come to its end. */
const longestMs = 5000
/** The thread holds some megabytes of rules. */
const idleMs = 30_000
const maxRemembered = 50_000

type Found = readonly FoundSecret[]

/** Rules are run in a thread of their own, which is started when it is needed; what is known of a text is remembered. */
export function createSecretLinter({
  workerPath,
  limitMs = longestMs,
}: {
  workerPath: string
  limitMs?: number
}): SecretLinter {
  const known = new Map<string, Found>()
  let thread: LintThread | null = null
  let idle: NodeJS.Timeout | undefined

  async function end(): Promise<void> {
    clearTimeout(idle)
    const ending = thread
    thread = null
    await ending?.end()
  }

  return {
    find: async ({ path, text }) => {
      const key = createHash('sha256').update(`${path}\0${text}`).digest('base64')
      const before = known.get(key)
      if (before !== undefined) return before
      clearTimeout(idle)
      if (thread === null || thread.hasEnded) thread = new LintThread(workerPath, limitMs)
      const found = await thread.lint({ path, text })
      idle = setTimeout(() => void end(), idleMs).unref()
      if (found !== null) remember(known, key, found)
      return found
    },
    close: end,
  }
}

function remember(known: Map<string, Found>, key: string, found: Found): void {
  known.set(key, found)
  const [oldest] = known.keys()
  if (known.size > maxRemembered && oldest !== undefined) known.delete(oldest)
}

class LintThread {
  readonly #worker: Worker
  readonly #limitMs: number
  readonly #waiting = new Map<number, (found: Found | null) => void>()
  #count = 0
  hasEnded = false

  constructor(path: string, limitMs: number) {
    this.#limitMs = limitMs
    this.#worker = new Worker(path)
    this.#worker.unref()
    this.#worker.on('message', ({ id, found }: LintAnswer) => this.#settle(id, found))
    this.#worker.on('error', () => this.#giveUp())
    this.#worker.on('exit', () => this.#giveUp())
  }

  /** Null when the rules did not get through. */
  async lint(file: Omit<LintRequest, 'id'>): Promise<Found | null> {
    const id = (this.#count += 1)
    const limit = setTimeout(() => void this.end(), this.#limitMs)
    try {
      return await new Promise<Found | null>((resolve) => {
        this.#waiting.set(id, resolve)
        this.#worker.postMessage({ id, ...file } satisfies LintRequest)
      })
    } finally {
      clearTimeout(limit)
    }
  }

  async end(): Promise<void> {
    this.#giveUp()
    await this.#worker.terminate()
  }

  #settle(id: number, found: Found | null): void {
    this.#waiting.get(id)?.(found)
    this.#waiting.delete(id)
  }

  #giveUp(): void {
    this.hasEnded = true
    for (const resolve of this.#waiting.values()) resolve(null)
    this.#waiting.clear()
  }
}
