import { AppError } from '../../../shared/errors.ts'
import { parseImageRef } from '../../../shared/model/image-ref.ts'
import type { ImageRef } from '../../../shared/model/image-ref.ts'
import type {
  BlobDescriptor,
  ImageRegistry,
  PublishProgress,
  RegistryAuth,
  SpeedMeter,
} from '../../core/ports/registry.ts'
import type { Files } from '../../core/ports/files.ts'
import type { SpeedProgress, SpeedReport } from '../../../shared/model/speed.ts'
import { createConnections } from '../network/connections.ts'
import type { OpenContent } from './blob-reader.ts'
import { Credentials } from './credentials.ts'
import { createDockerLogins } from './docker-logins.ts'
import { explainRefusal } from './explain-refusal.ts'
import { KeptConfigs } from './kept-configs.ts'
import { keepNoUploads, keepUploadsIn } from './kept-uploads.ts'
import { measureSpeed } from './measure-speed.ts'
import { noRetries, patientRules } from './patience.ts'
import type { RetryRules, TellRetry } from './patience.ts'
import type { ContentSource } from './publish-blob.ts'
import { publishImage } from './publish-image.ts'
import type { ImageToPublish } from './publish-image.ts'
import { readBlob } from './read-blob.ts'
import { findDigest, readImage } from './read-image.ts'
import { openSession } from './session.ts'
import type { RegistrySession } from './session.ts'
import { telling } from './telling.ts'
import { Wallet } from './wallet.ts'

export interface RegistryOptions {
  /** For the answer to a request. */
  readonly timeoutMs?: number
  /** How long no byte may move while content is sent or read. */
  readonly stallMs?: number
  readonly retries?: RetryRules
  /** How long a tag is looked for after a push. */
  readonly readBackMs?: number
  /** Where uploads that have begun are remembered, to be gone on with; without it they are cancelled. */
  readonly uploads?: { readonly folder: string; readonly files: Files }
  /** Names proxies and further certificates. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

interface Work {
  readonly auth: RegistryAuth | null
  readonly credentials?: Credentials
  readonly scopes: readonly string[]
  readonly retries: RetryRules
  readonly tellRetry?: TellRetry
  readonly signal: AbortSignal
}

interface Wanted {
  readonly reference: string
  readonly auth: RegistryAuth | null
  readonly signal: AbortSignal
}

interface OpenImage {
  readonly session: RegistrySession
  readonly image: ImageRef
  /** The account's, or what `docker login` has kept; null where there is neither. */
  readonly auth: RegistryAuth | null
}

/** A client of the distribution API (https://github.com/opencontainers/distribution-spec). */
export function createRegistry(options: RegistryOptions = {}): ImageRegistry & SpeedMeter {
  const { timeoutMs = 15_000, stallMs = 30_000, retries = patientRules, environment = process.env } = options
  const { readBackMs = 10_000 } = options
  const connections = createConnections(environment)
  const wallet = new Wallet()
  const logins = createDockerLogins(environment)
  const configs = new KeptConfigs()
  const kept =
    options.uploads === undefined
      ? keepNoUploads()
      : keepUploadsIn(options.uploads.folder, { files: options.uploads.files, now: () => Date.now() })

  const open = (
    host: string,
    { auth, credentials = wallet.credentials(host, auth), tellRetry = () => undefined, ...work }: Work,
  ): RegistrySession => {
    return openSession({ host, credentials, connections, timeoutMs, stallMs, tellRetry, ...work })
  }

  const openForPulling = async (
    { reference, auth, signal }: Wanted,
    attempts: Pick<Work, 'retries' | 'tellRetry'>,
  ): Promise<OpenImage> => {
    const image = parseReference(reference)
    const scopes = [pullScope(image.repository)]
    const own = auth?.host === image.host ? auth : await logins.find(image.host)
    return { session: open(image.host, { auth: own, scopes, signal, ...attempts }), image, auth: own }
  }

  const checkLogin = async (auth: RegistryAuth, signal: AbortSignal): Promise<void> => {
    // What was granted before proves nothing.
    const credentials = new Credentials(auth.host, auth)
    const session = open(auth.host, { auth, credentials, scopes: [], retries: noRetries, signal })
    const answer = await session.send({ method: 'GET', path: 'v2/' })
    if (answer.status !== 200) throw session.refusal(answer)
  }

  const explained = (error: unknown, { host, repository }: ImageRef, auth: RegistryAuth | null, signal: AbortSignal) =>
    explainRefusal(error, {
      host,
      repository,
      username: auth?.host === host ? auth.username : null,
      isLoginGood: async () => {
        if (auth === null) return false
        return checkLogin(auth, signal).then(
          () => true,
          () => false,
        )
      },
    })

  const pulling = async <Result>(
    wanted: Wanted,
    attempts: Pick<Work, 'retries'>,
    work: (open: OpenImage) => Promise<Result>,
  ): Promise<Result> => {
    const from = await openForPulling(wanted, attempts)
    try {
      return await work(from)
    } catch (error) {
      throw await explained(error, from.image, from.auth, wanted.signal)
    }
  }

  const publish = (image: ImageToPublish): ReturnType<ImageRegistry['publishImage']> =>
    telling<PublishProgress, Awaited<ReturnType<typeof publishImage>>>(async (tellOf, signal) => {
      const to = parseReference(image.reference)
      const tell = (progress: PublishProgress): void =>
        tellOf(progress.type === 'blob' ? progress.digest : progress.type, progress)
      const tellRetry: TellRetry = (retry) => tell({ type: 'retry', ...retry })
      const session = open(to.host, { auth: image.auth, scopes: scopesOf(image, to), retries, tellRetry, signal })
      const openContent = (source: ContentSource, blob: BlobDescriptor): OpenContent => {
        if (source.kind === 'bytes') return (startByte) => source.read(startByte)
        return async function* (startByte) {
          const from = await openForPulling({ ...source, signal }, { retries, tellRetry })
          const place = { reference: source.reference, repository: from.image.repository, blob }
          yield* readBlob(from.session, place, startByte)
        }
      }
      const { reference } = image
      const target = {
        reference,
        repository: to.repository,
        session,
        kept,
        openContent,
        tell,
        unwilling: new Set<string>(),
      }
      try {
        return await publishImage(target, { image: { ...image, signal }, to, readBackMs })
      } catch (error) {
        throw await explained(error, to, image.auth, signal)
      }
    }, image.signal)

  return {
    checkLogin,

    findDigest: (wanted) => pulling(wanted, { retries: noRetries }, ({ session, image }) => findDigest(session, image)),

    readImage: (wanted) =>
      pulling(wanted, { retries }, ({ session, image }) =>
        readImage(session, { reference: wanted.reference, image, configs }),
      ),

    async *readBlob({ blob, ...wanted }) {
      const { session, image } = await openForPulling(wanted, { retries })
      yield* readBlob(session, { reference: wanted.reference, repository: image.repository, blob })
    },

    publishImage: publish,

    measureSpeed: ({ auth, repository, samples, signal }) =>
      telling<SpeedProgress, SpeedReport>((tellOf, stop) => {
        const read = samples.flatMap((sample) => {
          const image = parseImageRef(sample)
          return image?.host === auth.host ? [pullScope(image.repository)] : []
        })
        const scopes = [...(repository === null ? [] : [`repository:${repository}:pull,push`]), ...new Set(read)]
        const session = open(auth.host, { auth, scopes, retries: noRetries, signal: stop })
        const tell = (progress: SpeedProgress): void => tellOf('speed', progress)
        return measureSpeed({ session, repository, samples, tell, signal: stop })
      }, signal),
  }
}

function parseReference(reference: string): ImageRef {
  const image = parseImageRef(reference)
  if (image === null) throw new AppError('not-found', { what: 'image', id: reference })
  return image
}

/** One token for the whole of a push. */
function scopesOf({ config, layers }: ImageToPublish, { repository }: ImageRef): string[] {
  const sources = [config, ...layers].flatMap((blob) => blob.sources)
  const mounted = sources.flatMap((source) => (source.kind === 'mount' ? [pullScope(source.repository)] : []))
  return [`repository:${repository}:pull,push`, ...new Set(mounted)]
}

function pullScope(repository: string): string {
  return `repository:${repository}:pull`
}
