import type { BaseFacts } from '../../../shared/model/base-facts.ts'

/** What was found out of images, by their digests. */
export interface FactsStore {
  find(digest: string): BaseFacts | null
  /** The newest of an image of this name. */
  findNamed(image: string): BaseFacts | null
  save(facts: BaseFacts): void
}
