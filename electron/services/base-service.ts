import type { BaseFacts } from '../../shared/model/base-facts.ts'
import type { AccountId } from '../../shared/model/ids.ts'
import { parseImageRef } from '../../shared/model/image-ref.ts'
import type { AccountService } from '../core/accounts/account-service.ts'
import type { FactsStore } from '../core/base-images/facts-store.ts'
import { knownBase, testBase } from '../core/base-images/test-base.ts'
import type { Engine } from '../core/ports/engine.ts'
import type { ImageRegistry, RegistryAuth } from '../core/ports/registry.ts'
import type { SecretStore } from '../core/ports/secrets.ts'

/** What is known of images as the bases of others. */
export interface BaseService {
  /** What is remembered of an image; null where it is nothing, or the engine does not answer. */
  known(image: string, signal: AbortSignal): Promise<BaseFacts | null>
  /** Rejects as `testBase` does. An account shows its registry its password. */
  test(wish: BaseWish, signal: AbortSignal): Promise<BaseFacts>
}

interface BaseWish {
  readonly image: string
  readonly accountId: AccountId | null
  readonly asksRegistry: boolean
}

export interface BaseServiceOptions {
  readonly engine: Engine
  readonly registry: ImageRegistry
  readonly facts: FactsStore
  readonly accounts: Pick<AccountService, 'find'>
  readonly secrets: Pick<SecretStore, 'get'>
}

export function createBaseService({ accounts, secrets, ...tools }: BaseServiceOptions): BaseService {
  const authFor = async ({ image, accountId }: BaseWish): Promise<RegistryAuth | null> => {
    const host = parseImageRef(image)?.host
    if (accountId === null || host === undefined) return null
    const { uhubHost, uhubInternalHost, uhubUsername } = accounts.find(accountId).settings
    if (host !== uhubHost && host !== uhubInternalHost) return null
    const password = await secrets.get(accountId, 'uhubPassword')
    return password === null || uhubUsername === '' ? null : { host, username: uhubUsername, password }
  }
  return {
    known: async (image, signal) => {
      try {
        return await knownBase(image, { ...tools, signal })
      } catch (error) {
        if (signal.aborted) throw error
        return tools.facts.findNamed(image)
      }
    },
    test: async (wish, signal) => {
      const auth = wish.asksRegistry ? await authFor(wish) : null
      return testBase(wish.image, { ...tools, auth, asksRegistry: wish.asksRegistry, signal })
    },
  }
}
