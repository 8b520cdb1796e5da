import { AppError } from '../../../shared/errors.ts'
import type { BaseFacts } from '../../../shared/model/base-facts.ts'
import type { Engine, LocalImage } from '../ports/engine.ts'
import type { ImageRegistry, RegistryAuth } from '../ports/registry.ts'
import { describeImage } from './describe-image.ts'
import type { FactsStore } from './facts-store.ts'
import { probeImage } from './probe-image.ts'

export interface TestBaseOptions {
  readonly engine: Engine
  readonly registry: Pick<ImageRegistry, 'readImage'>
  readonly facts: FactsStore
  readonly auth: RegistryAuth | null
  /** Without it an image that the engine does not have is `image-missing`. */
  readonly asksRegistry: boolean
  readonly signal: AbortSignal
  readonly limitMs?: number
}

/**
 * Finds out what an image is good for as a base, once for each digest: by its Pythons where the engine has it, by its
 * description in the registry otherwise, for it is not pulled. Rejects with `base-not-found` where it is in neither.
 */
export async function testBase(image: string, options: TestBaseOptions): Promise<BaseFacts> {
  const { engine, registry, facts, auth, asksRegistry, signal } = options
  const local = await engine.inspectImage(image, signal)
  if (local !== null) return testLocal(image, local, options)
  if (!asksRegistry) throw new AppError('image-missing', { image })
  const found = await registry.readImage({ reference: image, auth, signal })
  if (found === null) throw new AppError('base-not-found', { image, words: '' })
  const known = facts.find(found.config.digest) ?? facts.find(found.digest)
  if (known !== null) return { ...known, image }
  const described = describeImage(found)
  facts.save(described)
  return described
}

async function testLocal(image: string, local: LocalImage, options: TestBaseOptions): Promise<BaseFacts> {
  const { facts } = options
  const known = knownOf(local, facts)
  if (known?.source === 'engine') return { ...known, image }
  const { id: digest, sizeBytes } = local
  const tested: BaseFacts = { image, digest, source: 'engine', sizeBytes, ...(await probeImage(digest, options)) }
  // Another time it may be quicker.
  if (tested.state !== 'late') facts.save(tested)
  return tested
}

/** What is remembered of an image, without starting or asking anything but the engine; null where it is nothing. */
export async function knownBase(
  image: string,
  { engine, facts, signal }: Pick<TestBaseOptions, 'engine' | 'facts' | 'signal'>,
): Promise<BaseFacts | null> {
  const local = await engine.inspectImage(image, signal)
  const known = local === null ? facts.findNamed(image) : knownOf(local, facts)
  return known === null ? null : { ...known, image }
}

function knownOf({ id, repoDigests }: LocalImage, facts: FactsStore): BaseFacts | null {
  const digests = [id, ...repoDigests.map((named) => named.slice(named.indexOf('@') + 1))]
  const known = digests.map((digest) => facts.find(digest)).filter((one) => one !== null)
  return known.find(({ source }) => source === 'engine') ?? known[0] ?? null
}
