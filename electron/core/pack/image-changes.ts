import { setTimeout as delay } from 'node:timers/promises'
import type { Note } from '../../../shared/model/pack.ts'
import type { Engine, LocalImage } from '../ports/engine.ts'
import { errorWords } from '../error-words.ts'
import { isPackedImage } from './labels.ts'

interface Change {
  readonly reference: string
  /** What stood under the reference before. */
  readonly former: LocalImage | null
  /** The id of what the pack has put there; null until it has. */
  made: string | null
}

/** What became of a tag; `lost`: it stands for what somebody else has put there meanwhile. */
type Undoing = 'untouched' | 'undone' | 'lost'

const cleanUpTimeoutMs = 10_000
/** An image of many files takes the engine many seconds to remove. */
const removalTimeoutMs = 10 * 60_000
/** How long a pack that has all it was made for waits for what it has replaced to go. */
const patienceMs = 250

/** The tags that a pack moves, so that it can put them back, or clear away what they stood for. */
export class ImageChanges {
  readonly #engine: Engine
  readonly #changes: Change[] = []

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** To be called before an image is made under the reference, with what it stands for until then. */
  expect(reference: string, former: LocalImage | null): void {
    this.#changes.push({ reference, former, made: null })
  }

  /** To be called once it is built. */
  made(reference: string, id: string): void {
    for (const change of this.#changes) if (change.reference === reference) change.made = id
  }

  /** Has every tag stand for what it did before, and removes what the pack has made; tells of those it could not. */
  async undo(): Promise<{ moved: boolean; notes: Note[] }> {
    const outcomes = await Promise.all(this.#changes.map((change) => this.#tryToUndo(change)))
    return {
      moved: outcomes.some((outcome) => outcome !== 'untouched'),
      notes: outcomes.filter((outcome) => typeof outcome === 'object'),
    }
  }

  /**
   * Removes packed images that have lost their tag to a newer one, and tells of each. What takes long goes on after
   * this has ended; if the process ends meanwhile, the image is one without a name that the next start clears away.
   */
  async removeFormer(): Promise<Note[]> {
    const patience = delay(patienceMs, undefined, { ref: false })
    const removing = this.#changes.flatMap(({ former }) => {
      if (former === null) return []
      const later = patience.then((): Note => ({ code: 'old-image-going', id: former.id }))
      return [Promise.race([this.#removeOne(former), later])]
    })
    return (await Promise.all(removing)).filter((note) => note !== null)
  }

  /** Takes a reference from a packed image that the registry has a newer one for, and tells of it. */
  async removeOutdated(reference: string): Promise<Note[]> {
    const signal = AbortSignal.timeout(cleanUpTimeoutMs)
    try {
      const outdated = await this.#engine.inspectImage(reference, signal)
      if (outdated === null || !isPackedImage(outdated)) return []
      await this.#engine.removeImage(reference, signal)
      return [{ code: 'old-image-removed', id: outdated.id }]
    } catch (error) {
      return [{ code: 'old-image-kept', id: reference, words: errorWords(error) }]
    }
  }

  async #tryToUndo(change: Change): Promise<Exclude<Undoing, 'lost'> | Note> {
    try {
      const undoing = await this.#undoOne(change)
      return undoing === 'lost' ? { code: 'not-undone', image: change.reference, words: '' } : undoing
    } catch (error) {
      return { code: 'not-undone', image: change.reference, words: errorWords(error) }
    }
  }

  async #undoOne({ reference, former, made }: Change): Promise<Undoing> {
    if (made === null || made === former?.id) return 'untouched'
    const signal = AbortSignal.timeout(cleanUpTimeoutMs)
    const current = await this.#engine.inspectImage(reference, signal)
    const isStanding = current?.id === made
    if (isStanding && former === null) {
      await this.#engine.removeImage(reference, signal)
      return 'undone'
    }
    if (isStanding && former !== null) await this.#engine.tagImage(former.id, reference, signal)
    const left = await this.#engine.inspectImage(made, signal)
    if (left?.repoTags.length === 0) await this.#engine.removeImage(made, signal)
    const isAsBefore = isStanding || current?.id === former?.id
    return isAsBefore ? 'undone' : 'lost'
  }

  async #removeOne(former: LocalImage): Promise<Note | null> {
    const signal = AbortSignal.timeout(removalTimeoutMs)
    try {
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
