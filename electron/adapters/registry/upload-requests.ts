import { registryUrl } from './address.ts'
import { AppError } from '../../../shared/errors.ts'
import { namedDigest } from './digest.ts'
import type { RegistryAnswer, RegistrySession } from './session.ts'

export interface OpenedUpload {
  /** Where the registry takes the content. */
  readonly url: URL
  /** What each chunk but the last must have at least. */
  readonly leastChunkBytes: number
}

/** A user's cancelling must not take longer. */
const cancelLimitMs = 500

/** False also where the registry does not say: sending what it has is no fault, and it is then that it gives its reasons. */
export async function blobExists(session: RegistrySession, repository: string, digest: string): Promise<boolean> {
  const answer = await session.send({ method: 'HEAD', path: `v2/${repository}/blobs/${digest}` })
  if (answer.status === 401) throw session.refusal(answer)
  return answer.status === 200
}

export async function startUpload(session: RegistrySession, repository: string): Promise<OpenedUpload> {
  const answer = await session.sendOnce({ method: 'POST', path: `v2/${repository}/blobs/uploads/` })
  if (answer.status !== 202) throw session.refusal(answer)
  return openedUpload(session, answer)
}

/**
 * Asks for a blob of another repository of the same registry. A registry that does not give it either says so, or
 * opens an upload instead.
 */
export async function mountBlob(
  session: RegistrySession,
  { repository, from, digest }: { repository: string; from: string; digest: string },
): Promise<'mounted' | OpenedUpload | AppError> {
  const query = new URLSearchParams({ mount: digest, from })
  const answer = await session.send({ method: 'POST', path: `v2/${repository}/blobs/uploads/?${query.toString()}` })
  if (answer.status === 202) return openedUpload(session, answer)
  if (answer.status !== 201) return session.refusal(answer)
  verifyNamedDigest(session, answer, digest)
  return 'mounted'
}

/** As well as it goes: the registry gives up by itself what nobody goes on with. */
export async function cancelUpload(session: RegistrySession, url: URL): Promise<void> {
  try {
    await session.under(AbortSignal.timeout(cancelLimitMs)).sendOnce({ method: 'DELETE', path: url })
  } catch {
    // Whatever made us cancel is the failure to tell.
  }
}

export function verifyNamedDigest({ host }: RegistrySession, answer: RegistryAnswer, digest: string): void {
  const named = namedDigest(answer)
  if (named !== null && named !== digest) throw new AppError('digest-mismatch', { host, digest })
}

/** Where an upload goes on; null when the answer does not say. */
export function uploadLocation({ host }: RegistrySession, answer: RegistryAnswer): URL | null {
  const location = answer.headers.get('location')
  if (location === null || !URL.canParse(location, answer.url.href)) return null
  const url = new URL(location, answer.url)
  const root = registryUrl(host)
  // Behind a proxy that ends TLS, a registry may take itself for one without it.
  return url.host === root.host ? new URL(url.pathname + url.search, root) : url
}

function openedUpload(session: RegistrySession, answer: RegistryAnswer): OpenedUpload {
  const url = uploadLocation(session, answer)
  if (url === null) throw session.refusal(answer)
  const least = Number(answer.headers.get('oci-chunk-min-length') ?? 0)
  return { url, leastChunkBytes: Number.isSafeInteger(least) && least > 0 ? least : 0 }
}
