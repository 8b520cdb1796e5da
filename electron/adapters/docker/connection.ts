import { IncomingMessage } from 'node:http'
import { Duplex, Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, cancelled, type ErrorCode } from '../../../shared/errors.ts'
import { dial, dialAny, type DialRequest } from './dial.ts'
import { connectionError, refusalError } from './errors.ts'
import type { Explain } from './errors.ts'
import type { Modem } from './modem.ts'
import { openedTunnel } from './ssh-tunnel.ts'
import { whenAborted } from './when-aborted.ts'
import { SilenceWatch, usualLimits, type SilenceLimits } from './silence.ts'

export interface EngineRequest extends DialRequest {
  /** Names the request in errors. */
  readonly operation: string
  readonly upload?: AsyncIterable<Uint8Array>
  readonly explain?: Explain
  /** Statuses that are errors elsewhere, but not here. */
  readonly accept?: readonly number[]
  /** What runs in a container may say nothing for as long as it likes. */
  readonly mayBeSilent?: boolean
  readonly signal: AbortSignal
}

export interface EngineAnswer {
  readonly status: number
  /** Rejects with an AppError: `cancelled`, or `engine-stream-cut` when the connection breaks. */
  readonly chunks: AsyncIterable<Uint8Array>
  /** Ends the request if it still runs; must be called. */
  close(): void
}

/** One engine. Every method rejects with an AppError. */
export interface EngineConnection {
  open(request: EngineRequest): Promise<EngineAnswer>
  /** Takes the connection over for both directions; whoever asks for it ends it. */
  openBothWays(request: EngineRequest): Promise<Duplex>
  /** The whole answer as JSON; null for an empty one. */
  call(request: EngineRequest): Promise<unknown>
  /** Reached without a network, so that it matters little how much is sent. */
  isLocal(): Promise<boolean>
}

export interface ConnectionSource {
  findAddress(): Promise<string>
  createModem(address: string): Promise<Modem>
}

/** Lists of thousands of images or changes are a few megabytes. */
const maxAnswerBytes = 128 * 1024 * 1024
const maxWordsBytes = 64 * 1024

export function createConnection(source: ConnectionSource, limits: SilenceLimits = usualLimits): EngineConnection {
  let current: Promise<{ address: string; modem: Modem }> | undefined

  const connect = async (): Promise<{ address: string; modem: Modem }> => {
    const address = await source.findAddress()
    try {
      return { address, modem: await source.createModem(address) }
    } catch (error) {
      if (error instanceof AppError) throw error
      const words = error instanceof Error ? error.message : String(error)
      throw new AppError('engine-stopped', { address, words }, { cause: error })
    }
  }

  const connected = async <Result>(
    ask: (modem: Modem, address: string) => Promise<Result>,
    signal: AbortSignal | null,
  ): Promise<Result> => {
    current ??= connect()
    const aborted = signal === null ? null : whenAborted(signal)
    try {
      if (signal?.aborted === true) throw cancelled()
      let { address, modem } = await Promise.race([current, ...(aborted === null ? [] : [aborted.promise])])
      if (openedTunnel(address)?.isOpen() === false) {
        current = connect()
        ;({ address, modem } = await Promise.race([current, ...(aborted === null ? [] : [aborted.promise])]))
      }
      aborted?.dispose()
      return await ask(modem, address).catch(async (error: unknown) => {
        throw await tunnelFailure(address, error)
      })
    } catch (error) {
      // The engine may be somewhere else the next time: installed meanwhile, or the context changed.
      if (error instanceof AppError && 'address' in error.details) current = undefined
      throw error
    } finally {
      aborted?.dispose()
    }
  }

  const open = (request: EngineRequest): Promise<EngineAnswer> =>
    connected((modem, address) => openRequest({ modem, address, limits }, request), request.signal)

  const call = async (request: EngineRequest): Promise<unknown> => {
    const answer = await open(request)
    try {
      const text = await readText(answer.chunks, maxAnswerBytes)
      if (text === null) throw tooLarge(request.operation, answer.status)
      return text === '' ? null : (JSON.parse(text) as unknown)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      throw new AppError('engine-refused', {
        operation: request.operation,
        status: answer.status,
        words: 'the answer is not JSON',
      })
    } finally {
      answer.close()
    }
  }

  const openBothWays = (request: EngineRequest): Promise<Duplex> =>
    connected((modem, address) => takeOver(modem, address, request), request.signal)

  const isLocal = (): Promise<boolean> =>
    connected((_modem, address) => Promise.resolve(/^(unix|npipe):/.test(address)), null)

  return { open, openBothWays, call, isLocal }
}

const linkCodes: ReadonlySet<unknown> = new Set<ErrorCode>([
  'engine-missing',
  'engine-stopped',
  'engine-permission',
  'engine-stream-cut',
])
/** For ssh to say why: its words come by another way than the connection's end. */
const wordsLimitMs = 200

/** What ssh says of a request that did not get through its tunnel; the error itself for any other. */
async function tunnelFailure(address: string, error: unknown): Promise<unknown> {
  const tunnel = openedTunnel(address)
  if (tunnel === null || !(error instanceof AppError) || !linkCodes.has(error.code)) return error
  await delay(wordsLimitMs)
  return tunnel.takeFailure() ?? error
}

interface EnginePlace {
  readonly modem: Modem
  readonly address: string
  readonly limits: SilenceLimits
}

async function openRequest({ modem, address, limits }: EnginePlace, request: EngineRequest): Promise<EngineAnswer> {
  const { operation, signal } = request
  if (signal.aborted) throw cancelled()
  const controller = new AbortController()
  const onAbort = (): void => controller.abort()
  signal.addEventListener('abort', onAbort, { once: true })
  let silence: AppError | null = null
  const watch = new SilenceWatch(limits, {
    ping: (limitMs) => isAlive(modem, limitMs),
    onSilent: (silentMs) => {
      silence = new AppError('engine-silent', { address, operation, seconds: Math.round(silentMs / 1000) })
      close()
    },
  })
  const turn: Turn = request.mayBeSilent === true ? nobodysTurn : watch
  const upload = request.upload === undefined ? null : createUpload(request.upload, turn)
  let response: IncomingMessage | null = null
  const close = (): void => {
    watch.end()
    signal.removeEventListener('abort', onAbort)
    controller.abort()
    response?.destroy()
    upload?.stream.destroy()
  }
  const explainFailure = (error: unknown): Error => {
    if (silence !== null) return silence
    if (signal.aborted) return cancelled()
    if (upload?.failure) return upload.failure
    return error instanceof AppError ? error : connectionError(error, address, operation)
  }
  try {
    turn.expect()
    response = await dial(modem, request, { abortSignal: controller.signal, file: upload?.stream })
    const status = response.statusCode ?? 0
    if (status >= 300 && request.accept?.includes(status) !== true) {
      throw refusalError(operation, status, await readWords(response), request.explain)
    }
    return { status, chunks: readChunks(response, turn, explainFailure), close }
  } catch (error) {
    close()
    throw explainFailure(error)
  }
}

type Turn = Pick<SilenceWatch, 'expect' | 'rest'>
const nobodysTurn: Turn = { expect: () => undefined, rest: () => undefined }

/** Whether the engine answers anything at all. */
async function isAlive(modem: Modem, limitMs: number): Promise<boolean> {
  try {
    const abortSignal = AbortSignal.timeout(limitMs)
    const answer = await dial(modem, { method: 'GET', path: '/_ping' }, { abortSignal, file: undefined })
    answer.destroy()
    return true
  } catch {
    return false
  }
}

async function takeOver(modem: Modem, address: string, request: EngineRequest): Promise<Duplex> {
  const { operation, signal, explain } = request
  const explainFailure = (error: unknown): Error => {
    if (signal.aborted) return cancelled()
    return error instanceof AppError ? error : connectionError(error, address, operation)
  }
  if (signal.aborted) throw cancelled()
  try {
    const answer = await dialAny(modem, request, { abortSignal: signal, bothWays: true })
    // A refusal is an answer like any other.
    if (answer instanceof IncomingMessage) {
      throw refusalError(operation, answer.statusCode ?? 0, await readWords(answer), explain)
    }
    const close = (): void => void answer.destroy()
    signal.addEventListener('abort', close, { once: true })
    answer.once('close', () => signal.removeEventListener('abort', close))
    return answer
  } catch (error) {
    throw explainFailure(error)
  }
}

async function* readChunks(
  response: IncomingMessage,
  turn: Turn,
  explainFailure: (error: unknown) => Error,
): AsyncGenerator<Uint8Array, void> {
  try {
    turn.expect()
    for await (const chunk of response) {
      turn.rest()
      yield chunk as Buffer
      turn.expect()
    }
  } catch (error) {
    throw explainFailure(error)
  } finally {
    turn.rest()
  }
}

interface Upload {
  readonly stream: Readable
  failure: Error | null
}

/** Remembers why the source failed, which the request's own error does not tell. */
function createUpload(source: AsyncIterable<Uint8Array>, turn: Turn): Upload {
  const upload: Upload = { stream: Readable.from(readAll(), { objectMode: false }), failure: null }
  async function* readAll(): AsyncGenerator<Uint8Array, void> {
    try {
      turn.rest()
      for await (const chunk of source) {
        if (chunk.byteLength === 0) continue
        turn.expect()
        yield chunk
        turn.rest()
      }
      turn.expect()
    } catch (error) {
      upload.failure = error instanceof Error ? error : new Error(String(error))
      throw error
    }
  }
  upload.stream.on('error', () => undefined)
  return upload
}

/** Null for more than may be. */
async function readText(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string | null> {
  const parts: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of chunks) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > maxBytes) return null
    parts.push(chunk)
  }
  return Buffer.concat(parts).toString('utf8').trim()
}

function tooLarge(operation: string, status: number): AppError {
  return new AppError('engine-refused', { operation, status, words: 'the answer is too large' })
}

/** The engine's words, `{"message": …}`. */
async function readWords(response: IncomingMessage): Promise<string> {
  const text = (await readText(response as AsyncIterable<Buffer>, maxWordsBytes)) ?? 'the answer is too large'
  try {
    const content: unknown = JSON.parse(text)
    if (typeof content === 'object' && content !== null && 'message' in content) return String(content.message)
  } catch {
    // Not the engine itself, then, but something before it: its text is all there is.
  }
  return text
}
