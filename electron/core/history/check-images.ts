import { AppError, isCancelled } from '../../../shared/errors.ts'
import type { ImageTruth, PackRecord } from '../../../shared/model/pack-record.ts'
import { errorWords } from '../error-words.ts'
import type { Engine } from '../ports/engine.ts'
import type { Registry, RegistryAuth } from '../ports/registry.ts'
import { referenceByDigest } from './reference-by-digest.ts'

export interface CheckImagesOptions {
  readonly record: PackRecord
  readonly engine: Engine
  readonly registry: Registry
  readonly authFor: (reference: string) => RegistryAuth | null
  readonly signal: AbortSignal
}

const timeLimitMs = 15_000

/** What has become of a pack's images, in the engine and in the registries, as each is found out. */
export async function* checkImages(options: CheckImagesOptions): AsyncGenerator<ImageTruth[], void> {
  const { record, signal } = options
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)])
  const { images } = record.details
  const checks = [
    ...images.map(
      ({ id, name }) =>
        () =>
          checkLocal({ ...options, signal: limited }, id, name),
    ),
    ...newestByReference(record).map((push) => () => checkPushed({ ...options, signal: limited }, push)),
  ]
  let underWay = checks.map((check, index) => check().then((truth) => ({ index, truth })))
  const left = new Map(underWay.map((promise, index) => [index, promise]))
  underWay = []
  while (left.size > 0) {
    const { index, truth } = await Promise.race(left.values())
    left.delete(index)
    yield [truth]
  }
}

async function checkLocal({ engine, signal }: CheckImagesOptions, id: string, name: string): Promise<ImageTruth> {
  const about = { where: 'engine', reference: name, digest: id } as const
  try {
    if ((await engine.inspectImage(id, signal)) === null) return { ...about, state: 'gone', words: '' }
    const named = await engine.inspectImage(name, signal)
    return { ...about, state: named === null ? 'unnamed' : named.id === id ? 'there' : 'moved', words: '' }
  } catch (error) {
    return { ...about, state: 'unknown', words: wordsOf(error) }
  }
}

async function checkPushed(
  { registry, authFor, signal }: CheckImagesOptions,
  { reference, digest }: { reference: string; digest: string },
): Promise<ImageTruth> {
  const about = { where: 'registry', reference, digest } as const
  try {
    const auth = authFor(reference)
    const current = await registry.findDigest({ reference, auth, signal })
    if (current === digest) return { ...about, state: 'there', words: '' }
    const byDigest = referenceByDigest({ reference, digest })
    const isLeft = (await registry.findDigest({ reference: byDigest, auth, signal })) !== null
    return { ...about, state: !isLeft ? 'gone' : current === null ? 'unnamed' : 'moved', words: '' }
  } catch (error) {
    return { ...about, state: 'unknown', words: wordsOf(error) }
  }
}

function newestByReference({ pushes }: PackRecord): { reference: string; digest: string }[] {
  return [...new Map(pushes.map((push) => [push.reference, push])).values()]
}

/** Not answered in time reads as cancelled; the reader who has left does not see it. */
function wordsOf(error: unknown): string {
  return isCancelled(error) || !(error instanceof AppError) ? 'no answer in time' : errorWords(error)
}
