import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { z } from 'zod'

/** The two algorithms that the image specification registers. */
export const Digest = z.string().regex(/^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/)

/** The digest that an answer names itself; null when it names none that can be checked. */
export function namedDigest({ headers }: { readonly headers: Headers }): string | null {
  return Digest.safeParse(headers.get('docker-content-digest')).data ?? null
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** Takes in content bit by bit, to be compared with its digest. */
export class DigestCheck {
  readonly #digest: string
  readonly #algorithm: string
  readonly #hash: Hash

  constructor(digest: string) {
    this.#digest = digest
    this.#algorithm = digest.slice(0, digest.indexOf(':'))
    this.#hash = createHash(this.#algorithm)
  }

  add(bytes: Uint8Array): void {
    this.#hash.update(bytes)
  }

  passes(): boolean {
    return `${this.#algorithm}:${this.#hash.digest('hex')}` === this.#digest
  }
}

export function hasDigest(bytes: Uint8Array, digest: string): boolean {
  const check = new DigestCheck(digest)
  check.add(bytes)
  return check.passes()
}
