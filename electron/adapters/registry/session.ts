import type { Dispatcher } from 'undici'
import { AppError, isCancelled } from '../../../shared/errors.ts'
import { TimeLimitError } from '../../core/async/time-limit.ts'
import type { Connections } from '../network/connections.ts'
import { exchange } from '../network/exchange.ts'
import type { HttpAnswer, RequestBody } from '../network/exchange.ts'
import { isInnerHost } from '../network/loopback.ts'
import { readBody, SlowBodyError } from '../network/read-body.ts'
import { networkWords } from '../network/words.ts'
import { isPrivateUrl, registryUrl } from './address.ts'
import type { Credentials } from './credentials.ts'
import { parseRetryAfter } from './numbers.ts'
import { mayPass, PassingFailure, Patience } from './patience.ts'
import type { RetryRules, TellRetry } from './patience.ts'
import { registryWords } from './words.ts'

export interface SessionOptions {
  readonly host: string
  readonly credentials: Credentials
  /** What a token is to allow, such as `repository:a/b:pull`. */
  readonly scopes: readonly string[]
  readonly connections: Connections
  /** For an answer. */
  readonly timeoutMs: number
  /** How long no byte may move while content is sent or read. */
  readonly stallMs: number
  readonly retries: RetryRules
  readonly tellRetry: TellRetry
  readonly signal: AbortSignal
}

export interface RegistryRequest {
  readonly method: Dispatcher.HttpMethod
  /** Below the registry's root, such as `v2/`, or where the registry has pointed to. */
  readonly path: string | URL
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: RequestBody
  /** On a connection that is closed after it. */
  readonly isLast?: boolean
  /** Added to the time limit where the registry has more to do than usual. */
  readonly extraMs?: number
}

export interface RegistryAnswer {
  /** What was asked in the end, after redirects. */
  readonly url: URL
  readonly status: number
  readonly headers: Headers
  readonly body: Buffer
}

export type StreamedAnswer = Omit<RegistryAnswer, 'body'> & Pick<HttpAnswer, 'body'>

/** Asks one registry, authenticated as it wants it, for one piece of work. */
export interface RegistrySession {
  readonly host: string
  /** The same, for work that another signal ends. */
  under(signal: AbortSignal): RegistrySession
  /** Tries again what may pass. */
  send(request: RegistryRequest): Promise<RegistryAnswer>
  /** Rejects with a `PassingFailure` where trying again makes sense. */
  sendOnce(request: RegistryRequest): Promise<RegistryAnswer>
  /** As `sendOnce`, but whoever asks reads the body. */
  stream(request: RegistryRequest): Promise<StreamedAnswer>
  patience(): Patience
  /** The error for an answer that is not what was asked for. */
  refusal(answer: Pick<RegistryAnswer, 'status' | 'body'>): AppError
}

const maxRedirects = 5
const maxBodyBytes = 8 * 1024 * 1024
/** For the whole of an answer that is no layer. */
const wholeAnswerMs = 60_000

export function openSession(options: SessionOptions): RegistrySession {
  return sessionWith(options, { hasAnswered: false })
}

/** What sessions with the same registry have seen of it. */
interface Contact {
  hasAnswered: boolean
}

function sessionWith(options: SessionOptions, contact: Contact): RegistrySession {
  const { host, credentials, scopes, connections, signal, stallMs } = options
  const root = registryUrl(host)

  const refusal = ({ status, body }: Pick<RegistryAnswer, 'status' | 'body'>): AppError => {
    const words = registryWords(body.toString('utf8')) || `HTTP ${status}`
    if (status === 401) {
      return new AppError('registry-login-refused', { host, username: credentials.username, words })
    }
    return new AppError('registry-refused', { host, status, words })
  }

  /** Redirects are followed by hand, since the credentials are for the first host alone. */
  const ask = async (
    request: RegistryRequest,
    { authorization, origin }: { authorization: string | null; origin: string },
  ): Promise<StreamedAnswer> => {
    const { method, path, body = null, isLast = false, extraMs = 0 } = request
    const timeoutMs = (body === null ? options.timeoutMs : stallMs) + extraMs
    let url = new URL(path, root)
    for (let redirects = 0; ; redirects++) {
      if (isInnerHost(url.hostname) && !isInnerHost(root.hostname)) throw pointsInside(host, url)
      if (!isPrivateUrl(url)) throw notEncrypted(host, url)
      const headers = new Headers(request.headers)
      if (authorization !== null && url.origin === origin) headers.set('Authorization', authorization)
      const answer = await reach(host, () =>
        exchange({ method, url, headers, body, isLast, connections, timeoutMs, stallMs, signal }),
      )
      const location = answer.headers.get('location')
      if (answer.status < 300 || answer.status >= 400 || location === null || redirects >= maxRedirects) {
        return { ...answer, url }
      }
      await reach(host, () => readSmallBody(host, answer.body))
      url = new URL(location, url)
    }
  }

  const read = async (answer: StreamedAnswer): Promise<RegistryAnswer> => {
    const host = answer.url.host
    return { ...answer, body: await reach(host, () => readSmallBody(host, answer.body)) }
  }

  const askForToken = async (url: URL, authorization: string | null): Promise<string> => {
    const answer = await read(await ask({ method: 'GET', path: url }, { authorization, origin: url.origin }))
    if (mayPass(answer.status)) throw passing(answer)
    // Some token servers refuse a wrong password with 403.
    if (answer.status === 403) throw refusal({ ...answer, status: 401 })
    if (answer.status !== 200) throw refusal(answer)
    return answer.body.toString('utf8')
  }

  const passing = (answer: RegistryAnswer): PassingFailure =>
    new PassingFailure(refusal(answer), parseRetryAfter(answer.headers.get('retry-after'), Date.now()))

  const stream = async (request: RegistryRequest): Promise<StreamedAnswer> => {
    const authorization = await credentials.authorization(scopes, askForToken)
    let answer = await ask(request, { authorization, origin: root.origin })
    if (answer.status === 401) {
      // A token for one repository does not do for the next, and tokens run out: each 401 is answered anew, once.
      const refused = await read(answer)
      const header = answer.headers.get('www-authenticate') ?? ''
      const granted = await credentials.answer({ header, refused: authorization }, scopes, askForToken)
      answer =
        granted === null
          ? { ...refused, body: inOnePiece(refused.body) }
          : await ask(request, { authorization: granted, origin: root.origin })
    }
    contact.hasAnswered = true
    if (mayPass(answer.status)) throw passing(await read(answer))
    return answer
  }

  const sendOnce = async (request: RegistryRequest): Promise<RegistryAnswer> => read(await stream(request))
  const patience = (): Patience =>
    new Patience({ rules: options.retries, signal, hasAnswered: () => contact.hasAnswered, tell: options.tellRetry })

  return {
    host,
    under: (other) => sessionWith({ ...options, signal: other }, contact),
    send: (request) => patience().persist(() => sendOnce(request)),
    sendOnce,
    stream,
    patience,
    refusal,
  }
}

/** Whoever sends a byte a second is never silent, and never done. It would be no better the next time. */
async function readSmallBody(host: string, body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  try {
    return await readBody(body, maxBodyBytes, wholeAnswerMs)
  } catch (error) {
    if (!(error instanceof SlowBodyError)) throw error
    throw new AppError('registry-unreachable', { host, words: error.message })
  }
}

/** A connection that fails may do better the next time. */
async function reach<Result>(host: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw isOurs(error) ? error : unreachable(host, error)
  }
}

/** What the source of a body has thrown is no fault of the connection. */
function isOurs(error: unknown): boolean {
  return isCancelled(error) || error instanceof AppError || error instanceof PassingFailure
}

export function unreachable(host: string, error: unknown): PassingFailure {
  const words = error instanceof TimeLimitError ? error.message : networkWords(error)
  // No cause is kept: it may hold the request with its password.
  return new PassingFailure(new AppError('registry-unreachable', { host, words }))
}

function notEncrypted(host: string, { origin }: URL): AppError {
  return new AppError('registry-unreachable', { host, words: `redirected to ${origin}, which is not encrypted` })
}

function pointsInside(host: string, { origin }: URL): AppError {
  return new AppError('registry-unreachable', { host, words: `redirected to ${origin}, which is on this machine` })
}

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Buffer, void> {
  await Promise.resolve()
  yield bytes
}
