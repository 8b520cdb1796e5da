/** How long an engine may say nothing. */
export interface SilenceLimits {
  /** After so long it is asked whether it still lives. */
  readonly quietMs: number
  /** It has so long to answer that. */
  readonly pingMs: number
  /** An engine that lives may be at one thing for so long without a word. */
  readonly longestMs: number
}

export const usualLimits: SilenceLimits = { quietMs: 60_000, pingMs: 10_000, longestMs: 15 * 60_000 }

/** Watches one request. A step that takes long is no fault; an engine that answers nothing else either is one. */
export class SilenceWatch {
  readonly #limits: SilenceLimits
  readonly #ping: (limitMs: number) => Promise<boolean>
  readonly #onSilent: (silentMs: number) => void
  #since: number | null = null
  #timer: NodeJS.Timeout | undefined
  #ended = false

  constructor(
    limits: SilenceLimits,
    { ping, onSilent }: { ping: (limitMs: number) => Promise<boolean>; onSilent: (silentMs: number) => void },
  ) {
    this.#limits = limits
    this.#ping = ping
    this.#onSilent = onSilent
  }

  /** From now on it is the engine's turn. */
  expect(): void {
    this.rest()
    if (this.#ended) return
    this.#since = performance.now()
    this.#arm(this.#since)
  }

  /** It is somebody else's turn: whoever reads the answer, or the source of what is sent. */
  rest(): void {
    clearTimeout(this.#timer)
    this.#since = null
  }

  end(): void {
    this.#ended = true
    this.rest()
  }

  #arm(since: number): void {
    this.#timer = setTimeout(() => void this.#look(since), this.#limits.quietMs)
  }

  async #look(since: number): Promise<void> {
    const isAlive = await this.#ping(this.#limits.pingMs)
    // Something came meanwhile, or the request has ended.
    if (this.#since !== since) return
    const silentMs = performance.now() - since
    if (isAlive && silentMs < this.#limits.longestMs) this.#arm(since)
    else this.#onSilent(silentMs)
  }
}
