import type { FactsStore } from '../../electron/core/base-images/facts-store.ts'
import type { BaseFacts } from '../../shared/model/base-facts.ts'

/** Remembers as the database does. */
export function createMemoryFacts(): FactsStore & { readonly all: readonly BaseFacts[] } {
  const all: BaseFacts[] = []
  return {
    all,
    find: (digest) => all.find((one) => one.digest === digest) ?? null,
    findNamed: (image) => all.findLast((one) => one.image === image) ?? null,
    save: (facts) => void all.push(facts),
  }
}
