import { AppError } from '../../../shared/errors.ts'
import type { RegistryAuth } from '../../core/ports.ts'
import { readBody } from '../network/read-body.ts'
import { TimeLimitError, withTimeLimit } from '../../core/async/time-limit.ts'
import { networkWords } from '../network/words.ts'
import { isPrivateUrl, registryUrl } from './address.ts'
import { parseChallenges } from './challenge.ts'
import type { Challenge } from './challenge.ts'
import { registryWords } from './words.ts'

export interface SessionOptions {
  readonly host: string
  readonly auth: RegistryAuth | null
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD'
  /** Below the registry's root, such as `v2/`. */
  readonly path: string
  readonly accept?: string
}

export interface RegistryAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Buffer
}

/** Asks one registry, authenticated as it wants it; what it granted is kept from one request to the next. */
export interface RegistrySession {
  send(request: RegistryRequest): Promise<RegistryAnswer>
  /** The error for an answer that is not what was asked for. */
  refusal(answer: RegistryAnswer): AppError
}

const maxRedirects = 5
const maxBodyBytes = 8 * 1024 * 1024

export function openSession(options: SessionOptions): RegistrySession {
  const { host, auth } = options
  const root = registryUrl(host)
  let authorization: string | null = null

  const refusal = (answer: RegistryAnswer): AppError => {
    const words = registryWords(answer.body.toString('utf8')) || `HTTP ${answer.status}`
    if (answer.status === 401) {
      return new AppError('registry-login-refused', { host, username: auth?.username ?? '', words })
    }
    return new AppError('registry-refused', { host, status: answer.status, words })
  }

  const sendOnce = (request: RegistryRequest): Promise<RegistryAnswer> => {
    const headers: Record<string, string> = request.accept === undefined ? {} : { Accept: request.accept }
    return exchange(options, { method: request.method, url: new URL(request.path, root), headers, authorization })
  }

  const answerChallenge = async (header: string): Promise<string | null> => {
    const challenges = parseChallenges(header)
    const bearer = challenges.find((challenge) => challenge.scheme === 'bearer')
    if (bearer) return `Bearer ${await fetchToken(bearer)}`
    const basic = challenges.some((challenge) => challenge.scheme === 'basic')
    return basic && auth ? basicAuthorization(auth) : null
  }

  const fetchToken = async (challenge: Challenge): Promise<string> => {
    const realm = challenge.parameters.get('realm') ?? ''
    const url = URL.canParse(realm) ? new URL(realm) : null
    if (url === null || !isPrivateUrl(url)) {
      throw new AppError('registry-refused', { host, status: 401, words: `token server not trusted: ${realm}` })
    }
    for (const name of ['service', 'scope']) {
      const value = challenge.parameters.get(name)
      if (value !== undefined) url.searchParams.set(name, value)
    }
    if (auth) url.searchParams.set('account', auth.username)
    const answer = await exchange(options, {
      method: 'GET',
      url,
      headers: {},
      authorization: auth && basicAuthorization(auth),
    })
    // Some token servers refuse a wrong password with 403.
    if (answer.status === 403) throw refusal({ ...answer, status: 401 })
    if (answer.status !== 200) throw refusal(answer)
    const token = readToken(answer.body.toString('utf8'))
    if (token === null) throw new AppError('registry-refused', { host, status: 200, words: 'no token in the answer' })
    return token
  }

  return {
    async send(request) {
      const answer = await sendOnce(request)
      if (answer.status !== 401) return answer
      // A token for one repository does not do for the next, and tokens run out: each 401 is answered anew, once.
      const granted = await answerChallenge(answer.headers.get('www-authenticate') ?? '')
      if (granted === null || granted === authorization) return answer
      authorization = granted
      return sendOnce(request)
    },
    refusal,
  }
}

function basicAuthorization(auth: RegistryAuth): string {
  return `Basic ${Buffer.from(`${auth.username}:${auth.password}`, 'utf8').toString('base64')}`
}

function readToken(body: string): string | null {
  try {
    const content = JSON.parse(body) as { token?: unknown; access_token?: unknown } | null
    const token = content?.token ?? content?.access_token
    return typeof token === 'string' && token !== '' ? token : null
  } catch {
    return null
  }
}

interface Exchange {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly authorization: string | null
}

async function exchange(options: SessionOptions, request: Exchange): Promise<RegistryAnswer> {
  const { host } = options
  try {
    return await withTimeLimit(options, (signal) => followRedirects(request, signal))
  } catch (error) {
    if (error instanceof AppError) throw error
    const words = error instanceof TimeLimitError ? error.message : networkWords(error)
    // No cause is kept: it may hold the request with its password.
    throw new AppError('registry-unreachable', { host, words })
  }
}

/** Redirects are followed by hand, since the credentials are for the first host alone. */
async function followRedirects(request: Exchange, signal: AbortSignal): Promise<RegistryAnswer> {
  let url = request.url
  for (let redirects = 0; ; redirects++) {
    const trusted = url.origin === request.url.origin
    const headers = new Headers(request.headers)
    if (trusted && request.authorization !== null) headers.set('Authorization', request.authorization)
    const response = await fetch(url, { method: request.method, headers, redirect: 'manual', signal })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status >= 400 || location === null || redirects >= maxRedirects) {
      return { status: response.status, headers: response.headers, body: await readBody(response, maxBodyBytes) }
    }
    await response.body?.cancel()
    url = new URL(location, url)
    if (!isPrivateUrl(url)) throw new Error(`redirected to ${url.origin}, which is not encrypted`)
  }
}
