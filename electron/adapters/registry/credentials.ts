import { AppError } from '../../../shared/errors.ts'
import type { RegistryAuth } from '../../core/ports/registry.ts'
import { isPrivateUrl } from './address.ts'
import { parseChallenges } from './challenge.ts'
import type { Challenge } from './challenge.ts'
import { readToken } from './token.ts'

/** Fetches a token; the answer's body. Rejects when the token server refuses. */
export type AskForToken = (url: URL, authorization: string | null) => Promise<string>

interface Grant {
  readonly authorization: string
  /** Milliseconds since 1970; before it runs out, so that no upload is begun in vain. */
  readonly renewAt: number
  /** What it was given for. */
  readonly challenge: Challenge
}

/** A token is renewed when this much of its life is over. */
const usableShare = 0.8

/** What one account may show one registry, and what it has been granted there until now. */
export class Credentials {
  readonly #host: string
  readonly #auth: RegistryAuth | null
  readonly #grants = new Map<string, Grant>()
  readonly #underWay = new Map<string, Promise<Grant>>()
  #basic: string | null = null

  constructor(host: string, auth: RegistryAuth | null) {
    this.#host = host
    this.#auth = auth
  }

  get username(): string {
    return this.#auth?.username ?? ''
  }

  /** What to send with a request for these scopes; null while the registry has not asked for anything. */
  async authorization(scopes: readonly string[], ask: AskForToken): Promise<string | null> {
    const grant = this.#grants.get(scopes.join(' '))
    if (grant === undefined) return this.#basic
    if (Date.now() < grant.renewAt) return grant.authorization
    return (await this.#fetchOnce(grant.challenge, scopes, ask)).authorization
  }

  /** The answer to a 401; null when there is none, or none but what was refused. */
  async answer(
    { header, refused }: { header: string; refused: string | null },
    scopes: readonly string[],
    ask: AskForToken,
  ): Promise<string | null> {
    // Another request may have had the same answer and renewed it since.
    const current = await this.authorization(scopes, ask)
    if (current !== null && current !== refused) return current
    const challenges = parseChallenges(header)
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer')
    if (bearer !== undefined) return (await this.#fetchOnce(bearer, scopes, ask)).authorization
    if (!challenges.some(({ scheme }) => scheme === 'basic') || this.#auth === null) return null
    this.#basic = basicAuthorization(this.#auth)
    return this.#basic === refused ? null : this.#basic
  }

  /** Requests side by side share one token. */
  #fetchOnce(challenge: Challenge, scopes: readonly string[], ask: AskForToken): Promise<Grant> {
    const key = scopes.join(' ')
    const underWay = this.#underWay.get(key)
    if (underWay !== undefined) return underWay
    const fetching = this.#fetch(challenge, scopes, ask)
      .then((grant) => {
        this.#grants.set(key, grant)
        return grant
      })
      .finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, fetching)
    return fetching
  }

  async #fetch(challenge: Challenge, scopes: readonly string[], ask: AskForToken): Promise<Grant> {
    const demanded = (challenge.parameters.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '')
    const all = [...new Set([...demanded, ...scopes])]
    const askedAt = Date.now()
    const askFor = (wanted: readonly string[]): Promise<string> => ask(this.#tokenUrl(challenge, wanted), this.#shown())
    const token = readToken(
      await askFor(all).catch((error: unknown) => {
        // Some token servers give nothing at all where they do not give everything.
        if (all.length === demanded.length || !isRefusal(error)) throw error
        return askFor(demanded)
      }),
    )
    if (token === null) throw this.#refused(200, 'no token in the answer')
    const renewAt = askedAt + token.lifeSeconds * 1000 * usableShare
    return { authorization: `Bearer ${token.token}`, renewAt, challenge }
  }

  #tokenUrl(challenge: Challenge, scopes: readonly string[]): URL {
    const realm = challenge.parameters.get('realm') ?? ''
    const url = URL.canParse(realm) ? new URL(realm) : null
    if (url === null || !isPrivateUrl(url)) throw this.#refused(401, `token server not trusted: ${realm}`)
    const service = challenge.parameters.get('service')
    if (service !== undefined) url.searchParams.set('service', service)
    for (const scope of scopes) url.searchParams.append('scope', scope)
    if (this.#auth !== null) url.searchParams.set('account', this.#auth.username)
    return url
  }

  #shown(): string | null {
    return this.#auth && basicAuthorization(this.#auth)
  }

  #refused(status: number, words: string): AppError {
    return new AppError('registry-refused', { host: this.#host, status, words })
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'registry-login-refused' || error.code === 'registry-refused')
}

function basicAuthorization({ username, password }: RegistryAuth): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
}
