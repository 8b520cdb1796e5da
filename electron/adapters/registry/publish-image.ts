import { setTimeout as delay } from 'node:timers/promises'
import { AppError, cancelled } from '../../../shared/errors.ts'
import type { ImageRef } from '../../../shared/model/image-ref.ts'
import { allOrNone } from '../../core/async/all-or-none.ts'
import type { BlobToPublish, ImageRegistry, PublishedBlob, PublishOutcome } from '../../core/ports/registry.ts'
import { digestOf } from './digest.ts'
import type { KeptUploads } from './kept-uploads.ts'
import { writeManifest } from './manifest.ts'
import { publishBlob } from './publish-blob.ts'
import type { BlobTarget } from './publish-blob.ts'
import { findDigest, manifestPath } from './read-image.ts'
import type { RegistrySession } from './session.ts'
import { cancelUpload, verifyNamedDigest } from './upload-requests.ts'

export type ImageToPublish = Parameters<ImageRegistry['publishImage']>[0]

/** Enough to keep a connection busy while registries think about the small ones. */
const blobsAtOnce = 5
/** How often a tag is looked for after a push. */
const readBackTimes = 10

/** The blobs first, then the manifest that names them, then a look whether the tag points to it. */
export async function publishImage(
  target: BlobTarget,
  { image, to, readBackMs }: { image: ImageToPublish; to: ImageRef; readBackMs: number },
): Promise<PublishOutcome> {
  const { session, repository, kept } = target
  const blobs = distinctBlobs(image)
  const manifest = image.manifest ?? writeManifest(image)
  const digest = digestOf(manifest)
  const sizeBytes = blobs.reduce((sum, blob) => sum + blob.sizeBytes, 0)
  if ((await findDigest(session, to).catch(unlessUnknown)) === digest) {
    const existing = blobs.map((blob) => ({ digest: blob.digest, sizeBytes: blob.sizeBytes, sentBytes: 0 }))
    return {
      digest,
      sizeBytes,
      existed: true,
      isReadBack: true,
      blobs: existing.map((blob) => ({ ...blob, how: 'existed' })),
    }
  }
  const published = await publishBlobs(target, blobs, image.signal)
  await image.ready?.()
  const answer = await session.send({
    method: 'PUT',
    path: manifestPath(repository, to.tag),
    headers: { 'Content-Type': image.mediaType },
    body: { sizeBytes: manifest.length, read: () => inOnePiece(manifest) },
  })
  if (answer.status < 200 || answer.status >= 300) throw session.refusal(answer)
  verifyNamedDigest(session, answer, digest)
  const isReadBack = await isFoundUnder(session, { to, digest, forMs: readBackMs, signal: image.signal })
  await cancelAbandoned(session, { kept, repository })
  return { digest, sizeBytes, existed: false, isReadBack, blobs: published }
}

/** A registry that does not let its tags be read may take an image all the same. */
function unlessUnknown(error: unknown): null {
  if (error instanceof AppError && error.code === 'registry-refused') return null
  throw error
}

/** Whether the tag comes to point to the image in time. The answer to the push is the proof, not this. */
async function isFoundUnder(
  session: RegistrySession,
  { to, digest, forMs, signal }: { to: ImageRef; digest: string; forMs: number; signal: AbortSignal },
): Promise<boolean> {
  const limit = AbortSignal.timeout(forMs)
  const either = AbortSignal.any([signal, limit])
  while (!limit.aborted) {
    try {
      if ((await findDigest(session.under(either), to)) === digest) return true
    } catch (error) {
      if (signal.aborted) throw error
    }
    await delay(forMs / readBackTimes, undefined, { signal: either }).catch(() => undefined)
    if (signal.aborted) throw cancelled()
  }
  return false
}

/** Config first. An image may have the same layer twice. */
function distinctBlobs({ config, layers }: ImageToPublish): BlobToPublish[] {
  return [...new Map([config, ...layers].map((blob) => [blob.digest, blob])).values()]
}

async function publishBlobs(
  target: BlobTarget,
  blobs: readonly BlobToPublish[],
  signal: AbortSignal,
): Promise<PublishedBlob[]> {
  const published = new Map<string, PublishedBlob>()
  const queue = longestFirst(blobs)[Symbol.iterator]()
  const work = async (workSignal: AbortSignal): Promise<void> => {
    const own = { ...target, session: target.session.under(workSignal) }
    for (const blob of queue) published.set(blob.digest, await publishBlob(own, blob))
  }
  await allOrNone(
    Array.from({ length: blobsAtOnce }, () => work),
    signal,
  )
  return blobs.flatMap(({ digest }) => published.get(digest) ?? [])
}

/** What is to be sent takes the longest; what is mounted does not fill a connection. */
function longestFirst(blobs: readonly BlobToPublish[]): BlobToPublish[] {
  const expected = ({ sources, sizeBytes }: BlobToPublish): number => (sources[0]?.kind === 'mount' ? 0 : sizeBytes)
  return [...blobs].sort((one, other) => expected(other) - expected(one))
}

async function cancelAbandoned(
  session: RegistrySession,
  { kept, repository }: { kept: KeptUploads; repository: string },
): Promise<void> {
  const abandoned = await kept.findAbandoned({ host: session.host, repository })
  await Promise.all(
    abandoned.map(async (upload) => {
      await cancelUpload(session, new URL(upload.url))
      await kept.forget(upload)
    }),
  )
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  await Promise.resolve()
  yield bytes
}
