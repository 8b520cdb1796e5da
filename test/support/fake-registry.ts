import { cancelled } from '../../shared/errors.ts'
import type { Registry } from '../../electron/core/ports.ts'

/** A registry that knows digests by reference, and fails with whatever it is given. */
export class FakeRegistry implements Registry {
  readonly digests = new Map<string, string>()
  failure: Error | null = null

  checkLogin(): Promise<void> {
    return this.failure === null ? Promise.resolve() : Promise.reject(this.failure)
  }

  findDigest({ reference, signal }: Parameters<Registry['findDigest']>[0]): Promise<string | null> {
    if (signal.aborted) return Promise.reject(cancelled())
    return this.failure === null ? Promise.resolve(this.digests.get(reference) ?? null) : Promise.reject(this.failure)
  }
}
