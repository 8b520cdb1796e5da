import type { JobId } from '../../../shared/model/ids.ts'
import { maxInputBytes, type TerminalEnd, type TerminalSize } from '../../../shared/model/terminal.ts'
import type { AppClient } from '../../ipc/app-client.ts'
import type { Screen } from './screen.ts'

interface FollowOptions {
  readonly client: AppClient
  readonly jobId: JobId
  readonly screen: Pick<Screen, 'size' | 'show' | 'reset'>
  readonly signal: AbortSignal
}

/** Shows what a terminal has shown and what comes, as fast as the screen takes it; returns why there is no more. */
export async function followTerminal({ client, jobId, screen, signal }: FollowOptions): Promise<TerminalEnd> {
  screen.reset()
  const reading = client.open('terminals.attach', { jobId, size: screen.size() }, { signal })
  for await (const items of reading) {
    for (const { kind, bytes } of items) await screen.show(bytes, { answers: kind === 'output' })
  }
  return reading.result
}

/** Sends what is typed in its order, a bounded piece at a time. */
export class TerminalInputs {
  readonly #client: AppClient
  readonly #jobId: JobId
  readonly #onFailure: (error: unknown) => void
  #last: Promise<void> = Promise.resolve()
  #nextSize: TerminalSize | null = null

  constructor(client: AppClient, jobId: JobId, onFailure: (error: unknown) => void) {
    this.#client = client
    this.#jobId = jobId
    this.#onFailure = onFailure
  }

  type(typed: Uint8Array<ArrayBuffer>): void {
    for (let start = 0; start < typed.byteLength; start += maxInputBytes) {
      const bytes = typed.slice(start, start + maxInputBytes)
      this.#then(() => this.#client.call('terminals.write', { jobId: this.#jobId, bytes }))
    }
  }

  /** Only the newest of several sizes counts. */
  resize(size: TerminalSize): void {
    const isWaiting = this.#nextSize !== null
    this.#nextSize = size
    if (isWaiting) return
    this.#then(async () => {
      const next = this.#nextSize
      this.#nextSize = null
      if (next !== null) await this.#client.call('terminals.resize', { jobId: this.#jobId, size: next })
    })
  }

  #then(send: () => Promise<void>): void {
    this.#last = this.#last.then(send).catch(this.#onFailure)
  }
}
