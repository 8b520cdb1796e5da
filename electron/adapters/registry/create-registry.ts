import { createHash } from 'node:crypto'
import { parseImageRef } from '../../../shared/model/image-ref.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Registry } from '../../core/ports.ts'
import { openSession } from './session.ts'

export interface RegistryOptions {
  /** For each request, its redirects and its answer together. */
  readonly timeoutMs?: number
}

/** Every form a tag can point to; a registry converts or refuses what is not named here. */
const manifestTypes = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
].join(', ')

/** A client of the distribution API (https://github.com/opencontainers/distribution-spec). */
export function createRegistry({ timeoutMs = 15_000 }: RegistryOptions = {}): Registry {
  return {
    async checkLogin(auth, signal) {
      const session = openSession({ host: auth.host, auth, timeoutMs, signal })
      const answer = await session.send({ method: 'GET', path: 'v2/' })
      if (answer.status !== 200) throw session.refusal(answer)
    },

    async findDigest({ reference, auth, signal }) {
      const image = parseImageRef(reference)
      if (!image) throw new AppError('not-found', { what: 'image', id: reference })
      // Credentials are for their own registry, wherever the image may be.
      const ownAuth = auth?.host === image.host ? auth : null
      const session = openSession({ host: image.host, auth: ownAuth, timeoutMs, signal })
      const path = `v2/${image.repository}/manifests/${image.digest ?? image.tag}`
      const head = await session.send({ method: 'HEAD', path, accept: manifestTypes })
      if (head.status === 404) return null
      const digest = head.headers.get('docker-content-digest')
      if (head.status === 200 && digest) return digest
      // Not every registry gives the digest, and none gives its words, in answer to HEAD.
      const answer = await session.send({ method: 'GET', path, accept: manifestTypes })
      if (answer.status === 404) return null
      if (answer.status !== 200) throw session.refusal(answer)
      const named = answer.headers.get('docker-content-digest')
      return named ?? `sha256:${createHash('sha256').update(answer.body).digest('hex')}`
    },
  }
}
