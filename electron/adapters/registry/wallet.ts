import { createHash } from 'node:crypto'
import type { RegistryAuth } from '../../core/ports/registry.ts'
import { Credentials } from './credentials.ts'
import { Latest } from './latest.ts'

const mostKept = 32

/** Remembers what registries have granted, so that the next piece of work need not ask for it again. */
export class Wallet {
  readonly #kept = new Latest<Credentials>(mostKept)

  /** Credentials are for their own registry, whatever registry the image may be in. */
  credentials(host: string, auth: RegistryAuth | null): Credentials {
    const own = auth?.host === host ? auth : null
    // A changed password must not go on with what the former one was granted.
    const key = createHash('sha256')
      .update(JSON.stringify([host, own?.username, own?.password]))
      .digest('hex')
    const known = this.#kept.get(key) ?? new Credentials(host, own)
    this.#kept.set(key, known)
    return known
  }
}
