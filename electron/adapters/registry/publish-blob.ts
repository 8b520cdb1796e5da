import { AppError } from '../../../shared/errors.ts'
import type {
  BlobDescriptor,
  BlobSource,
  BlobToPublish,
  PublishedBlob,
  PublishProgress,
} from '../../core/ports/registry.ts'
import { BlobReader } from './blob-reader.ts'
import type { OpenContent } from './blob-reader.ts'
import type { KeptUploads } from './kept-uploads.ts'
import type { RegistrySession } from './session.ts'
import { Upload } from './upload.ts'
import { blobExists, cancelUpload, mountBlob } from './upload-requests.ts'
import type { OpenedUpload } from './upload-requests.ts'

export type ContentSource = Exclude<BlobSource, { kind: 'mount' }>

export interface BlobTarget {
  readonly reference: string
  readonly repository: string
  readonly session: RegistrySession
  readonly kept: KeptUploads
  readonly openContent: (source: ContentSource, blob: BlobDescriptor) => OpenContent
  readonly tell: (progress: PublishProgress) => void
  /** Repositories that did not give a blob, so that it is likely in vain to begin with them. */
  readonly unwilling: Set<string>
}

type Tell = (phase: 'waiting' | 'mounting' | 'copying' | 'uploading', currentBytes: number) => void
type Obtained = Pick<PublishedBlob, 'how' | 'sentBytes'>

/** Sees to it that the target has a blob, in the cheapest way there is. */
export async function publishBlob(target: BlobTarget, blob: BlobToPublish): Promise<PublishedBlob> {
  const { digest, sizeBytes } = blob
  const progress = { type: 'blob', digest, totalBytes: sizeBytes } as const
  const tell: Tell = (phase, currentBytes) => target.tell({ ...progress, phase, currentBytes, how: null })
  tell('waiting', 0)
  const { how, sentBytes } = await obtain(target, blob, tell)
  target.tell({ ...progress, phase: 'done', currentBytes: sizeBytes, how })
  return { digest, sizeBytes, how, sentBytes }
}

async function obtain(target: BlobTarget, blob: BlobToPublish, tell: Tell): Promise<Obtained> {
  const { session, repository, reference, unwilling } = target
  const repositories = blob.sources.flatMap((source) => (source.kind === 'mount' ? [source.repository] : []))
  const contents = blob.sources.filter((source) => source.kind !== 'mount')
  const exists = (): Promise<boolean> => blobExists(session, repository, blob.digest)

  // A mount that succeeds has saved asking whether it is needed.
  const mountsFirst = repositories.some((name) => !unwilling.has(name))
  if (!mountsFirst && (await exists())) return { how: 'existed', sentBytes: 0 }
  const mount = await mountFromAny(target, { repositories, digest: blob.digest, tell })
  if (mount === 'mounted') return { how: 'mounted', sentBytes: 0 }
  if (mountsFirst && (await exists())) {
    if (mount.opened !== null) await cancelUpload(session, mount.opened.url)
    return { how: 'existed', sentBytes: 0 }
  }
  if (contents.length > 0) return sendFromAny(target, { blob, contents, opened: mount.opened, tell })
  if (mount.opened !== null) await cancelUpload(session, mount.opened.url)
  throw mount.refusal ?? new AppError('blob-unavailable', { image: reference, digest: blob.digest })
}

interface NotMounted {
  /** What the registry offered instead. */
  readonly opened: OpenedUpload | null
  readonly refusal: AppError | null
}

async function mountFromAny(
  { session, repository, unwilling }: BlobTarget,
  { repositories, digest, tell }: { repositories: readonly string[]; digest: string; tell: Tell },
): Promise<'mounted' | NotMounted> {
  let notMounted: NotMounted = { opened: null, refusal: null }
  for (const from of repositories) {
    tell('mounting', 0)
    const answer = await mountBlob(session, { repository, from, digest })
    if (notMounted.opened !== null) await cancelUpload(session, notMounted.opened.url)
    if (answer === 'mounted') return 'mounted'
    unwilling.add(from)
    const isRefusal = answer instanceof AppError
    notMounted = { opened: isRefusal ? null : answer, refusal: isRefusal ? answer : null }
  }
  return notMounted
}

async function sendFromAny(
  target: BlobTarget,
  options: { blob: BlobToPublish; contents: readonly ContentSource[]; opened: OpenedUpload | null; tell: Tell },
): Promise<Obtained> {
  const { blob, contents, tell } = options
  let { opened } = options
  let missing: unknown
  let sentBytes = 0
  for (const source of contents) {
    const phase = source.kind === 'copy' ? 'copying' : 'uploading'
    const reader = new BlobReader(blob.digest, target.openContent(source, blob))
    const upload = new Upload({ ...target, blob, source: reader, tell: (currentBytes) => tell(phase, currentBytes) })
    try {
      await upload.run(opened)
      return { how: source.kind === 'copy' ? 'copied' : 'uploaded', sentBytes: sentBytes + upload.sentBytes }
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'blob-unavailable') throw error
      missing = error
      opened = null
      sentBytes += upload.sentBytes
    } finally {
      await reader.close()
    }
  }
  throw missing
}
