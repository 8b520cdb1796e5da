import { randomBytes } from 'node:crypto'
import { AppError, cancelled } from '../../../shared/errors.ts'
import { parseImageRef } from '../../../shared/model/image-ref.ts'
import type { Moved, SpeedOutcome, SpeedProgress, SpeedReport } from '../../../shared/model/speed.ts'
import { speedLimits } from '../../../shared/model/speed.ts'
import { readBody } from '../network/read-body.ts'
import { KeptConfigs } from './kept-configs.ts'
import { PassingFailure } from './patience.ts'
import { readImage } from './read-image.ts'
import type { RegistrySession } from './session.ts'
import { cancelUpload, startUpload, uploadLocation } from './upload-requests.ts'

export interface SpeedQuestion {
  readonly session: RegistrySession
  /** Whose uploads are begun and given up; null where none is known. */
  readonly repository: string | null
  /** Images of the registry, of which the first that can be read is. */
  readonly samples: readonly string[]
  readonly limits?: { readonly bytes: number; readonly ms: number }
  readonly tell: (progress: SpeedProgress) => void
  readonly signal: AbortSignal
}

const pings = 3
const firstChunkBytes = 64 * 1024
const largestChunkBytes = 4 * 1024 * 1024
const blockBytes = 64 * 1024
/** What one chunk is to take: so long a user who cancels can wait, and answers in between do not count for much. */
const chunkMs = 600
const graceMs = 900
const maxWordsBytes = 64 * 1024

/** Asks, reads and sends for some seconds. What was sent is given up again: nothing stays in the registry. */
export async function measureSpeed(question: SpeedQuestion): Promise<SpeedReport> {
  const { session } = question
  const latencyMs = await measureLatency(session)
  const download = await orRefused(measureDownload(question))
  const upload = await orRefused(measureUpload(question))
  return { host: session.host, latencyMs, upload, download }
}

async function measureLatency(session: RegistrySession): Promise<number> {
  const times: number[] = []
  for (let ping = 0; ping < pings; ping++) {
    const startedAt = performance.now()
    const answer = await session.send({ method: 'GET', path: 'v2/' })
    if (answer.status !== 200) throw session.refusal(answer)
    times.push(performance.now() - startedAt)
  }
  const quickest = Math.min(...times)
  return quickest < 10 ? Math.round(quickest * 10) / 10 : Math.round(quickest)
}

async function measureUpload({
  session,
  repository,
  limits = speedLimits,
  tell,
  signal,
}: SpeedQuestion): Promise<SpeedOutcome> {
  if (repository === null) return { state: 'nothing' }
  // A registry does not let go of an upload that was cut off amid a chunk, so this one may come to its end.
  const patient = session.under(afterwards(signal, graceMs))
  const opened = await startUpload(patient, repository)
  let url = opened.url
  try {
    const taken: Moved[] = []
    let [sentBytes, chunkBytes] = [0, Math.max(firstChunkBytes, opened.leastChunkBytes)]
    const startedAt = performance.now()
    const passedMs = (): number => performance.now() - startedAt
    while (taken.length === 0 || (sentBytes + chunkBytes <= limits.bytes && passedMs() < limits.ms)) {
      const chunkStartedAt = performance.now()
      const before = sentBytes
      if (signal.aborted) throw cancelled()
      const answer = await patient.sendOnce({
        method: 'PATCH',
        path: url,
        headers: {
          'Content-Type': 'application/octet-stream',
          'Content-Range': `${before}-${before + chunkBytes - 1}`,
        },
        body: {
          sizeBytes: chunkBytes,
          read: () => noise(chunkBytes, (bytes) => tell({ way: 'upload', bytes: before + bytes, ms: passedMs() })),
        },
      })
      if (answer.status < 200 || answer.status > 299) throw session.refusal(answer)
      url = uploadLocation(session, answer) ?? url
      sentBytes += chunkBytes
      const moved = { bytes: chunkBytes, ms: performance.now() - chunkStartedAt }
      taken.push(moved)
      const worthBytes = Math.round((moved.bytes / moved.ms) * chunkMs)
      const leftBytes = Math.max(limits.bytes - sentBytes, 1)
      chunkBytes = Math.max(opened.leastChunkBytes, Math.min(worthBytes, largestChunkBytes, leftBytes))
    }
    if (signal.aborted) throw cancelled()
    // The first one opens the connection's throttle.
    return { state: 'measured', ...sumOf(taken.length > 1 ? taken.slice(1) : taken) }
  } finally {
    await cancelUpload(session, url)
  }
}

async function measureDownload({ session, samples, limits = speedLimits, tell }: SpeedQuestion): Promise<SpeedOutcome> {
  const place = await findBlob(session, samples)
  if (place === null) return { state: 'nothing' }
  const wantedBytes = Math.min(place.sizeBytes, limits.bytes)
  const answer = await session.stream({
    method: 'GET',
    path: place.path,
    headers: { Range: `bytes=0-${wantedBytes - 1}` },
  })
  if (answer.status !== 200 && answer.status !== 206) {
    throw session.refusal({ ...answer, body: await readBody(answer.body, maxWordsBytes) })
  }
  let readBytes = 0
  const startedAt = performance.now()
  for await (const piece of answer.body) {
    readBytes += piece.length
    const ms = performance.now() - startedAt
    tell({ way: 'download', bytes: readBytes, ms })
    // A server that knows no ranges would send all of it.
    if (readBytes >= wantedBytes || ms >= limits.ms) break
  }
  return { state: 'measured', bytes: readBytes, ms: performance.now() - startedAt }
}

/** Aborted so long after another one. */
function afterwards(signal: AbortSignal, delayMs: number): AbortSignal {
  const late = new AbortController()
  const abort = (): void => void setTimeout(() => late.abort(), delayMs).unref()
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  return late.signal
}

/** The largest layer of the first image that there is. */
async function findBlob(
  session: RegistrySession,
  samples: readonly string[],
): Promise<{ path: string; sizeBytes: number } | null> {
  for (const reference of samples) {
    const image = parseImageRef(reference)
    if (image?.host !== session.host) continue
    const found = await readImage(session, { reference, image, configs: new KeptConfigs() }).catch(unlessRefused)
    const [layer] = found?.layers.toSorted((one, other) => other.sizeBytes - one.sizeBytes) ?? []
    if (layer === undefined) continue
    return { path: `v2/${image.repository}/blobs/${layer.digest}`, sizeBytes: layer.sizeBytes }
  }
  return null
}

/** The next image may be one that may be read. */
function unlessRefused(error: unknown): null {
  const code = error instanceof AppError ? (error as AppError).code : null
  if (code === 'registry-refused' || code === 'manifest-unusable') return null
  throw error
}

async function orRefused(measuring: Promise<SpeedOutcome>): Promise<SpeedOutcome> {
  try {
    return await measuring
  } catch (error) {
    const known: unknown = error instanceof PassingFailure ? error.error : error
    const data = known instanceof AppError ? (known as AppError).toData() : null
    if (data?.code === 'registry-refused' || data?.code === 'registry-login-refused') {
      return { state: 'refused', words: data.details.words }
    }
    throw known
  }
}

function sumOf(parts: readonly Moved[]): Moved {
  return parts.reduce((sum, { bytes, ms }) => ({ bytes: sum.bytes + bytes, ms: sum.ms + ms }), { bytes: 0, ms: 0 })
}

/** Bytes that nothing on the way can make fewer. */
async function* noise(sizeBytes: number, tell: (bytes: number) => void): AsyncGenerator<Uint8Array, void> {
  for (let bytes = 0; bytes < sizeBytes;) {
    const block = randomBytes(Math.min(blockBytes, sizeBytes - bytes))
    await Promise.resolve()
    yield block
    bytes += block.length
    tell(bytes)
  }
}
