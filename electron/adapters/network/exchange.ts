import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { cancelled } from '../../../shared/errors.ts'
import { TimeLimitError } from '../../core/async/time-limit.ts'
import type { Connections } from './connections.ts'

export interface RequestBody {
  readonly sizeBytes: number
  /** Exactly so many bytes, each time anew. */
  read(): AsyncIterable<Uint8Array>
}

export interface HttpRequest {
  readonly method: Dispatcher.HttpMethod
  readonly url: URL
  readonly headers: Headers
  readonly body: RequestBody | null
  /** The connection is closed after the answer. */
  readonly isLast: boolean
  readonly connections: Connections
  /** For the answer to begin, once the request is sent. */
  readonly timeoutMs: number
  /** How long no byte of a body may move, there or back. */
  readonly stallMs: number
  readonly signal: AbortSignal
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  /** Comes as quickly as it is read. Whoever does not read it to its end must leave the loop, which cuts it off. */
  readonly body: AsyncIterable<Uint8Array>
}

/** Small enough to notice in time that nothing moves any more. */
const pieceBytes = 64 * 1024

/** One request and its answer. Rejects with `cancelled`, a `TimeLimitError` or the system's own error. */
export async function exchange(request: HttpRequest): Promise<HttpAnswer> {
  const { method, url, headers, body, isLast, connections, signal } = request
  const guard = new Guard(signal)
  try {
    const [dispatcher, undici] = await Promise.all([connections.to(url), import('undici')])
    if (body !== null) headers.set('Content-Length', String(body.sizeBytes))
    guard.expect(request.timeoutMs)
    const answer = await guard.race(
      undici.request(url, {
        dispatcher,
        method,
        headers: Object.fromEntries(headers),
        body: body === null ? null : Readable.from(sendBody(body, request, guard), { objectMode: false }),
        reset: isLast,
        // The guard's limits hold instead.
        headersTimeout: 0,
        bodyTimeout: 0,
        signal: guard.signal,
      }),
    )
    guard.rest()
    return {
      status: answer.statusCode,
      headers: readHeaders(answer.headers),
      body: readAnswer(answer.body, request, guard),
    }
  } catch (error) {
    guard.end()
    throw guard.explain(error)
  }
}

async function* sendBody(
  body: RequestBody,
  { timeoutMs, stallMs }: HttpRequest,
  guard: Guard,
): AsyncGenerator<Uint8Array, void> {
  // The source has limits of its own.
  guard.rest()
  try {
    for await (const chunk of body.read()) {
      for (let start = 0; start < chunk.length; start += pieceBytes) {
        guard.expect(stallMs)
        yield chunk.subarray(start, start + pieceBytes)
      }
      guard.rest()
    }
  } catch (error) {
    guard.fail(error)
    throw error
  }
  guard.expect(timeoutMs)
}

async function* readAnswer(
  body: AsyncIterable<Uint8Array>,
  { stallMs }: HttpRequest,
  guard: Guard,
): AsyncGenerator<Uint8Array, void> {
  try {
    guard.expect(stallMs)
    for await (const chunk of body) {
      // A slow reader is not the sender's fault.
      guard.rest()
      yield chunk
      guard.expect(stallMs)
    }
  } catch (error) {
    throw guard.explain(error)
  } finally {
    guard.end()
  }
}

function readHeaders(given: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers()
  for (const [name, values] of Object.entries(given)) {
    for (const value of [values ?? []].flat()) headers.append(name, value)
  }
  return headers
}

/** Ends an exchange when its caller gives up or nothing happens in time, and knows why it ended. */
class Guard {
  readonly #stop = new AbortController()
  readonly #caller: AbortSignal
  readonly #onAbort = (): void => this.fail(cancelled())
  #reason: { readonly error: unknown } | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(caller: AbortSignal) {
    this.#caller = caller
    if (caller.aborted) this.fail(cancelled())
    else caller.addEventListener('abort', this.#onAbort, { once: true })
  }

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  expect(limitMs: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.fail(new TimeLimitError(limitMs)), limitMs)
  }

  rest(): void {
    clearTimeout(this.#timer)
  }

  fail(error: unknown): void {
    this.#reason ??= { error }
    this.#stop.abort()
  }

  /** Does not wait for what does not heed the signal, such as a connection that is still being made. */
  race<Result>(work: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.signal.addEventListener('abort', () => reject(this.#stop.signal.reason as Error), { once: true })
      work.then(resolve, reject)
    })
  }

  explain(error: unknown): unknown {
    return this.#reason === null ? error : this.#reason.error
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#caller.removeEventListener('abort', this.#onAbort)
  }
}
