import type { Note } from '../../../shared/model/pack.ts'
import type { Engine, LocalImage } from '../ports.ts'
import { errorWords } from '../error-words.ts'
import { isPackedImage } from './labels.ts'

interface Change {
  readonly reference: string
  /** What stood under the reference before. */
  readonly former: LocalImage | null
}

const cleanUpTimeoutMs = 10_000

/** The tags that a pack moves, so that it can put them back, or clear away what they stood for. */
export class ImageChanges {
  readonly #engine: Engine
  readonly #changes: Change[] = []

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** To be called before an image is built under the reference. */
  async expect(reference: string, signal: AbortSignal): Promise<void> {
    this.#changes.push({ reference, former: await this.#engine.inspectImage(reference, signal) })
  }

  /** Has every tag stand for what it did before, and removes what the pack has made. */
  async undo(): Promise<{ moved: boolean; undone: boolean }> {
    const outcomes = await Promise.allSettled(this.#changes.map((change) => this.#undoOne(change)))
    return {
      moved: outcomes.some((outcome) => outcome.status === 'rejected' || outcome.value),
      undone: outcomes.every((outcome) => outcome.status === 'fulfilled'),
    }
  }

  /** Removes packed images that have lost their tag to a newer one, and tells of each. */
  async removeFormer(): Promise<Note[]> {
    const notes: Note[] = []
    for (const { reference, former } of this.#changes) {
      if (former === null) continue
      const note = await this.#removeOne(reference, former)
      if (note !== null) notes.push(note)
    }
    return notes
  }

  /** Tells whether the tag had been moved. */
  async #undoOne({ reference, former }: Change): Promise<boolean> {
    const signal = AbortSignal.timeout(cleanUpTimeoutMs)
    const current = await this.#engine.inspectImage(reference, signal)
    if (current === null || current.id === former?.id) return false
    if (former === null) {
      await this.#engine.removeImage(reference, signal)
      return true
    }
    await this.#engine.tagImage(former.id, reference, signal)
    const made = await this.#engine.inspectImage(current.id, signal)
    if (made?.repoTags.length === 0) await this.#engine.removeImage(made.id, signal)
    return true
  }

  async #removeOne(reference: string, former: LocalImage): Promise<Note | null> {
    const signal = AbortSignal.timeout(cleanUpTimeoutMs)
    try {
      const current = await this.#engine.inspectImage(reference, signal)
      if (current?.id === former.id) return null
      const left = await this.#engine.inspectImage(former.id, signal)
      if (left === null || left.repoTags.length > 0) return null
      if (!isPackedImage(left)) return { code: 'old-image-kept', id: former.id, words: 'not made by a pack alone' }
      await this.#engine.removeImage(former.id, signal)
      return { code: 'old-image-removed', id: former.id }
    } catch (error) {
      // The pack has succeeded; an image that is in use, or an engine that has just stopped, does not change that.
      return { code: 'old-image-kept', id: former.id, words: errorWords(error) }
    }
  }
}
