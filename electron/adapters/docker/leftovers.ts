import { setTimeout as delay } from 'node:timers/promises'
import type { EngineConnection } from './connection.ts'
import { isObject, textOf } from './engine-stream.ts'
import { encodeReference } from './reference.ts'

export interface ListedImage {
  readonly id: string
  readonly parentId: string
}

export interface GivenUpBuild {
  /** Images that were there before the build, with or without a name. */
  readonly before: readonly ListedImage[]
  /** The image of a build that had come to its end, and only waited for its name. */
  readonly builtId: string | null
  /** Short ids of the images that the build said it stands on. */
  readonly stepIds: readonly string[]
  /** How long the engine may still be at its step; 0 when it has ended the build. */
  readonly limitMs: number
  /** Ids that this or another given up build has removed as its own; each leaves one image at most. */
  readonly claimed: Set<string>
  /** Whether another build runs, whose images have no name yet either. */
  readonly othersRun: () => boolean
}

const firstPauseMs = 50
const longestPauseMs = 2_000
/** A running build names its image well within this. */
const graceMs = 3_000
/** How long an engine that does not answer is asked again for what it may have left. */
const unreachableLimitMs = 120_000

/** `which` is `all` for every image that stands for itself, `unnamed` for those of them without a name. */
export async function listImages(
  connection: EngineConnection,
  { which, signal }: { readonly which: 'all' | 'unnamed'; readonly signal: AbortSignal },
): Promise<ListedImage[]> {
  const answer = await connection.call({
    operation: 'list-images',
    method: 'GET',
    path: '/images/json',
    query: which === 'all' ? {} : { filters: JSON.stringify({ dangling: ['true'] }) },
    signal,
  })
  const images = Array.isArray(answer) ? answer.filter(isObject) : []
  return images.map((image) => ({ id: textOf(image['Id']) ?? '', parentId: textOf(image['ParentId']) ?? '' }))
}

/**
 * Removes the image of the last step of a build that was given up. The engine completes the step it is at, which can
 * take long after the request has ended, and leaves an image without a name. The image that this step stands on stays
 * until then: without it nothing would tell whose the new one is.
 */
export async function removeLeftovers(connection: EngineConnection, build: GivenUpBuild): Promise<void> {
  const { signal } = new AbortController()
  const startedAt = Date.now()
  const firstSeen = new Map<string, number>()
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    const unnamed = await listImages(connection, { which: 'unnamed', signal }).catch(() => null)
    const waitedMs = Date.now() - startedAt
    if (unnamed === null) {
      if (waitedMs >= unreachableLimitMs) return
      await delay(pauseMs, undefined, { ref: false })
      continue
    }
    const leftovers = unnamed.filter((image) => isLeftover(image, build))
    for (const { id } of leftovers) {
      if (waitedMs < build.limitMs && isStep(id, build.stepIds)) continue
      const seenAt = firstSeen.get(id) ?? Date.now()
      firstSeen.set(id, seenAt)
      if (build.othersRun() && Date.now() - seenAt < graceMs) continue
      build.claimed.add(id)
      await removeUnnamed(connection, id, signal)
      return
    }
    if (leftovers.length === 0 && waitedMs >= build.limitMs) return
    const untilLimitMs = build.limitMs - waitedMs
    await delay(untilLimitMs > 0 ? Math.min(pauseMs, untilLimitMs) : pauseMs)
  }
}

async function removeUnnamed(connection: EngineConnection, id: string, signal: AbortSignal): Promise<void> {
  await connection.call({
    operation: 'remove-image',
    method: 'DELETE',
    path: `/images/${encodeReference(id)}`,
    query: { force: '0', noprune: '0' },
    // Gone already, or of use to somebody by now.
    accept: [404, 409],
    signal,
  })
}

function isLeftover(image: ListedImage, { before, builtId, stepIds, claimed }: GivenUpBuild): boolean {
  if (before.some((other) => other.id === image.id)) return false
  if (builtId !== null) return image.id === builtId
  if (claimed.has(image.id)) return false
  return isStep(image.id, stepIds) || isStep(image.parentId, stepIds)
}

function isStep(id: string, stepIds: readonly string[]): boolean {
  return stepIds.some((stepId) => id.startsWith(`sha256:${stepId}`))
}
