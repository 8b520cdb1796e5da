import { AppError } from '../../../shared/errors.ts'
import type { BlobDescriptor } from '../../core/ports/registry.ts'
import { readBody, SlowBodyError } from '../network/read-body.ts'
import { DigestCheck } from './digest.ts'
import { parseRange } from './numbers.ts'
import { PassingFailure } from './patience.ts'
import { unreachable } from './session.ts'
import type { RegistrySession } from './session.ts'

export interface BlobPlace {
  readonly reference: string
  readonly repository: string
  readonly blob: BlobDescriptor
}

/** An image's configuration is a few kilobytes; one of many megabytes is none. */
const maxSmallBytes = 16 * 1024 * 1024
const wholeAnswerMs = 60_000

export async function readSmallBlob(session: RegistrySession, place: BlobPlace): Promise<Buffer> {
  if (place.blob.sizeBytes > maxSmallBytes) {
    throw new AppError('manifest-unusable', { image: place.reference, words: 'its configuration is too large' })
  }
  try {
    return await readBody(readBlob(session, place), maxSmallBytes + 1, wholeAnswerMs)
  } catch (error) {
    if (!(error instanceof SlowBodyError)) throw error
    throw new AppError('registry-unreachable', { host: session.host, words: error.message })
  }
}

/** From a byte on; a cut connection is taken up again where it ended. Read from the start, its digest is verified. */
export async function* readBlob(
  session: RegistrySession,
  place: BlobPlace,
  startByte = 0,
): AsyncGenerator<Uint8Array, void> {
  const { digest, sizeBytes } = place.blob
  const check = startByte === 0 ? new DigestCheck(digest) : null
  const patience = session.patience()
  let position = startByte
  while (position < sizeBytes) {
    try {
      for await (const chunk of readFrom(session, place, position)) {
        position += chunk.length
        if (position > sizeBytes) throw mismatch(session, digest)
        check?.add(chunk)
        patience.renew()
        yield chunk
      }
      if (position < sizeBytes) throw unreachable(session.host, new Error('the answer ended too early'))
    } catch (error) {
      if (!(error instanceof PassingFailure)) throw error
      await patience.wait(error)
    }
  }
  if (check?.passes() === false) throw mismatch(session, digest)
}

async function* readFrom(
  session: RegistrySession,
  { reference, repository, blob: { digest } }: BlobPlace,
  position: number,
): AsyncGenerator<Uint8Array, void> {
  const answer = await session.stream({
    method: 'GET',
    path: `v2/${repository}/blobs/${digest}`,
    headers: position === 0 ? {} : { Range: `bytes=${position}-` },
  })
  if (answer.status !== 200 && answer.status !== 206) {
    const refused = { ...answer, body: await readBody(answer.body, maxSmallBytes) }
    if (answer.status === 404) throw new AppError('blob-unavailable', { image: reference, digest })
    throw session.refusal(refused)
  }
  // A server that knows no ranges sends all of it again.
  const first = answer.status === 206 ? parseRange(answer.headers.get('content-range') ?? '')?.first : 0
  if (first === undefined || first > position) throw mismatch(session, digest)
  let toSkip = position - first
  try {
    for await (const chunk of answer.body) {
      const wanted = chunk.subarray(Math.min(toSkip, chunk.length))
      toSkip -= chunk.length - wanted.length
      if (wanted.length > 0) yield wanted
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw unreachable(session.host, error)
  }
}

function mismatch({ host }: RegistrySession, digest: string): AppError {
  return new AppError('digest-mismatch', { host, digest })
}
