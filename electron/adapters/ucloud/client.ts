import { setTimeout as delay } from 'node:timers/promises'
import { AppError, cancelled } from '../../../shared/errors.ts'
import type { UcloudApi, UcloudCredentials } from '../../core/ports/ucloud-api.ts'
import { isLoopbackHost } from '../network/loopback.ts'
import { readBody } from '../network/read-body.ts'
import { TimeLimitError, withTimeLimit } from '../../core/async/time-limit.ts'
import { networkWords, plainWords } from '../network/words.ts'
import { encodeParameter, signParameters } from './signature.ts'
import type { CallParameters } from './signature.ts'

type Call = Parameters<UcloudApi['call']>[0]
type Answer = Readonly<Record<string, unknown>>

export interface UcloudApiOptions {
  readonly timeoutMs?: number
  /** Pause before the one retry of a call that the gateway was too busy for. */
  readonly backOffMs?: number
}

const maxAnswerBytes = 8 * 1024 * 1024
/** 150: service unavailable, 153: too many requests. */
const busyRetCodes: readonly number[] = [150, 153]

export function createUcloudApi(options: UcloudApiOptions = {}): UcloudApi {
  const { timeoutMs = 20_000, backOffMs = 1_000 } = options
  return {
    async call(call) {
      try {
        return await send(call, timeoutMs)
      } catch (error) {
        if (!isBusy(error)) throw error
      }
      try {
        await delay(backOffMs, undefined, { signal: call.signal })
      } catch {
        throw cancelled()
      }
      return send(call, timeoutMs)
    },
  }
}

function isBusy(error: unknown): boolean {
  const data = error instanceof AppError ? error.toData() : null
  return data?.code === 'ucloud-refused' && busyRetCodes.includes(data.details.retCode)
}

/** The signed parameters go in the body, so that no signature ends in the log of a proxy. */
async function send(call: Call, timeoutMs: number): Promise<Answer> {
  const { action, credentials, signal } = call
  const url = checkUrl(credentials.apiUrl)
  const parameters = addCommonParameters(action, call.parameters, credentials)
  const signature = signParameters(parameters, credentials.privateKey)
  const body = new URLSearchParams({ Signature: signature })
  for (const [name, value] of Object.entries(parameters)) body.set(name, encodeParameter(value))
  const shownUrl = url.origin + url.pathname
  const { status, text } = await post({ url, body, shownUrl, timeoutMs, signal })
  const answer = parseAnswer(text)
  const hide = (words: string): string =>
    words.replaceAll(signature, '•••').replaceAll(credentials.privateKey || signature, '•••')
  if (answer === null || status >= 300) {
    throw new AppError('ucloud-bad-answer', { url: shownUrl, status, words: hide(plainWords(text)) })
  }
  if (answer.retCode === 0) return answer.content
  const message = answer.content['Message']
  const words = typeof message === 'string' && message !== '' ? message : `RetCode ${answer.retCode}`
  throw new AppError('ucloud-refused', { action, retCode: answer.retCode, words: hide(words) })
}

function checkUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new AppError('invalid-field', { field: 'apiUrl', problem: 'not-a-url', value: text })
  }
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    throw new AppError('invalid-field', { field: 'apiUrl', problem: 'insecure-url', value: text })
  }
  return url
}

function addCommonParameters(action: string, own: CallParameters, credentials: UcloudCredentials): CallParameters {
  const { publicKey, region, zone, projectId } = credentials
  return {
    ...own,
    Action: action,
    PublicKey: publicKey,
    ...(region !== '' && { Region: region }),
    ...(zone !== '' && { Zone: zone }),
    ...(projectId !== '' && { ProjectId: projectId }),
  }
}

async function post(request: {
  readonly url: URL
  readonly body: URLSearchParams
  readonly shownUrl: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
}): Promise<{ status: number; text: string }> {
  try {
    return await withTimeLimit(request, async (signal) => {
      const response = await fetch(request.url, { method: 'POST', body: request.body, redirect: 'manual', signal })
      const body = await readBody(response.body as AsyncIterable<Uint8Array> | null, maxAnswerBytes)
      return { status: response.status, text: body.toString('utf8') }
    })
  } catch (error) {
    if (error instanceof AppError) throw error
    if (error instanceof TimeLimitError) {
      throw new AppError('ucloud-timeout', { url: request.shownUrl, timeoutMs: error.timeoutMs })
    }
    // No cause is kept: it may hold the request with its signature.
    throw new AppError('ucloud-unreachable', { url: request.shownUrl, words: networkWords(error) })
  }
}

function parseAnswer(text: string): { retCode: number; content: Answer } | null {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof content !== 'object' || content === null || !('RetCode' in content)) return null
  return typeof content.RetCode === 'number' ? { retCode: content.RetCode, content: { ...content } } : null
}
