import type { ImageRef } from '../../../shared/model/image-ref.ts'
import { AppError } from '../../../shared/errors.ts'
import type { RegistryImage } from '../../core/ports/registry.ts'
import { digestOf, hasDigest, namedDigest } from './digest.ts'
import type { KeptConfigs } from './kept-configs.ts'
import { manifestTypes, parseManifest } from './manifest.ts'
import { readSmallBlob } from './read-blob.ts'
import type { RegistrySession } from './session.ts'

interface FoundManifest {
  readonly bytes: Buffer
  readonly digest: string
  readonly contentType: string | null
}

/** The digest under a tag; null when the registry has none. */
export async function findDigest(session: RegistrySession, image: ImageRef): Promise<string | null> {
  const path = manifestPath(image.repository, image.digest ?? image.tag)
  const head = await session.send({ method: 'HEAD', path, headers: { Accept: manifestTypes } })
  if (head.status === 404) return null
  const digest = head.headers.get('docker-content-digest')
  if (head.status === 200 && digest !== null) return digest
  // Not every registry gives the digest, and none gives its words, in answer to HEAD.
  return (await readManifest(session, image.repository, image.digest ?? image.tag))?.digest ?? null
}

/** Null when the registry has no such image. */
export async function readImage(
  session: RegistrySession,
  { reference, image, configs }: { reference: string; image: ImageRef; configs: KeptConfigs },
): Promise<RegistryImage | null> {
  const unusable = (words: string): AppError => new AppError('manifest-unusable', { image: reference, words })
  let found = await readManifest(session, image.repository, image.digest ?? image.tag)
  if (found === null) return null
  let manifest = parseManifest(found.bytes, found.contentType)
  if (manifest?.kind === 'list') {
    if (manifest.ours === null) throw unusable('no image for linux/amd64')
    found = await readManifest(session, image.repository, manifest.ours)
    if (found === null) throw unusable('the manifest for linux/amd64 is missing')
    manifest = parseManifest(found.bytes, found.contentType)
  }
  if (manifest?.kind !== 'image') throw unusable(`not a manifest of an image: ${found.contentType ?? 'no type'}`)
  const { mediaType, config, layers } = manifest
  const bytes = await configs.find(config, () =>
    readSmallBlob(session, { reference, repository: image.repository, blob: config }),
  )
  return {
    reference,
    digest: found.digest,
    mediaType,
    manifest: found.bytes,
    config: { ...config, bytes },
    layers,
  }
}

/** By tag or digest; the digest is made from what has come. */
async function readManifest(
  session: RegistrySession,
  repository: string,
  tagOrDigest: string,
): Promise<FoundManifest | null> {
  const path = manifestPath(repository, tagOrDigest)
  const answer = await session.send({ method: 'GET', path, headers: { Accept: manifestTypes } })
  if (answer.status === 404) return null
  if (answer.status !== 200) throw session.refusal(answer)
  const named = tagOrDigest.includes(':') ? tagOrDigest : namedDigest(answer)
  if (named !== null && !hasDigest(answer.body, named)) {
    throw new AppError('digest-mismatch', { host: session.host, digest: named })
  }
  return {
    bytes: answer.body,
    digest: named ?? digestOf(answer.body),
    contentType: answer.headers.get('content-type'),
  }
}

export function manifestPath(repository: string, tagOrDigest: string): string {
  return `v2/${repository}/manifests/${tagOrDigest}`
}
