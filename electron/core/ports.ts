import type { EngineHealth, SecretBackend } from '../../shared/model/health.ts'
import type { AccountId } from '../../shared/model/ids.ts'
import type { SecretName } from '../../shared/model/account.ts'
import type { LayerPhase } from '../../shared/model/job.ts'

export interface RegistryAuth {
  /** Registry host with its port. */
  readonly host: string
  readonly username: string
  readonly password: string
}

/** One step of a pull, build or push as the engine tells it. */
export type EngineProgress =
  | {
      readonly type: 'layer'
      readonly id: string
      readonly phase: LayerPhase
      readonly currentBytes: number
      readonly totalBytes: number | null
      readonly existed: boolean
    }
  | { readonly type: 'line'; readonly text: string }

export interface LocalImage {
  /** `sha256:…` */
  readonly id: string
  readonly sizeBytes: number
  /** `repository@sha256:…` of the registries it was pulled from or pushed to. */
  readonly repoDigests: readonly string[]
  readonly repoTags: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  /** Diff ids, bottom first. */
  readonly layers: readonly string[]
}

export interface ContainerSpec {
  readonly image: string
  readonly command: readonly string[]
  /** Bind mounts; the engine refuses a missing source instead of making it. */
  readonly mounts: readonly { readonly source: string; readonly target: string }[]
  readonly environment: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  /** `nvidia` for nvidia-docker's way; null for the engine's default. */
  readonly runtime: string | null
  /** The engine's own `--gpus all`; none when left out. */
  readonly gpus?: 'all'
  /** `none` cuts the container off. */
  readonly network: 'default' | 'none'
  /** TCP ports made reachable on this machine; none when left out. */
  readonly publishedPorts?: readonly {
    readonly containerPort: number
    readonly hostAddress: string
    readonly hostPort: number
  }[]
}

export interface OutputChunk {
  readonly source: 'out' | 'err'
  readonly bytes: Uint8Array
}

/**
 * The Docker Engine. Every method rejects with an AppError: `engine-*` when the engine itself is the
 * trouble, the operation's own code otherwise, `cancelled` as soon as the signal is aborted.
 */
export interface Engine {
  health(signal: AbortSignal): Promise<EngineHealth>
  /** Has the engine log in, without keeping the password. Rejects with `registry-login-refused`. */
  checkAuth(auth: RegistryAuth, signal: AbortSignal): Promise<void>
  /** Null when the engine has no such image. */
  inspectImage(reference: string, signal: AbortSignal): Promise<LocalImage | null>
  pullImage(options: {
    reference: string
    auth: RegistryAuth | null
    signal: AbortSignal
  }): AsyncGenerator<EngineProgress, void>
  /** `context` is a tar with a `Dockerfile`. Yields the builder's lines, returns the image's id. */
  buildImage(options: {
    context: AsyncIterable<Uint8Array>
    tag: string
    labels: Readonly<Record<string, string>>
    signal: AbortSignal
    /** Network of RUN steps; `host` is for the sandbox's base images only. */
    network?: 'host' | 'none'
  }): AsyncGenerator<EngineProgress, string>
  /** Returns the pushed manifest's digest and size. Rejects with `push-refused`. */
  pushImage(options: {
    reference: string
    auth: RegistryAuth
    signal: AbortSignal
  }): AsyncGenerator<EngineProgress, { digest: string; sizeBytes: number }>
  /** Makes an image of a tar of a root file system, returns its id. */
  importImage(options: { rootFileSystem: AsyncIterable<Uint8Array>; tag: string; signal: AbortSignal }): Promise<string>
  tagImage(reference: string, newReference: string, signal: AbortSignal): Promise<void>
  /** Never by force: an image in use is refused by the engine with `engine-refused`, status 409. */
  removeImage(reference: string, signal: AbortSignal): Promise<void>

  createContainer(spec: ContainerSpec, signal: AbortSignal): Promise<string>
  startContainer(id: string, signal: AbortSignal): Promise<void>
  /**
   * Output from the container's start on; ends when the container does. Asked for its first chunk before
   * `startContainer`, which then waits for it, it gives bytes as they are written; asked later, whole lines.
   */
  followOutput(id: string, signal: AbortSignal): AsyncGenerator<OutputChunk, void>
  waitContainer(id: string, signal: AbortSignal): Promise<{ exitCode: number; outOfMemory: boolean }>
  /** SIGTERM, then SIGKILL after the grace. No error when it has ended already. */
  stopContainer(id: string, graceMs: number): Promise<void>
  /** Ends it too if it still runs. No error when it is gone already. */
  removeContainer(id: string): Promise<void>
  /** Ids of all containers, running or not, that carry a label. */
  findContainers(label: { name: string; value: string }, signal: AbortSignal): Promise<string[]>
}

/** A registry asked directly, not through the engine. */
export interface Registry {
  /** Rejects with `registry-login-refused` or `registry-unreachable`. */
  checkLogin(auth: RegistryAuth, signal: AbortSignal): Promise<void>
  /** The manifest's digest; null when the registry has no such image. */
  findDigest(options: { reference: string; auth: RegistryAuth | null; signal: AbortSignal }): Promise<string | null>
}

export interface UcloudCredentials {
  readonly apiUrl: string
  readonly publicKey: string
  readonly privateKey: string
  /** Sent only if given, as the SDK does. */
  readonly projectId: string
  readonly region: string
  readonly zone: string
}

/** The signed API of UCloud. */
export interface UcloudApi {
  /**
   * One signed call, answered with its parsed JSON once RetCode is 0.
   * Rejects with `ucloud-refused`, `ucloud-unreachable`, `ucloud-timeout` or `ucloud-bad-answer`.
   */
  call(options: {
    action: string
    parameters: Readonly<Record<string, string | number | boolean>>
    credentials: UcloudCredentials
    signal: AbortSignal
  }): Promise<Readonly<Record<string, unknown>>>
}

export interface SecretStore {
  backend(): Promise<SecretBackend>
  get(accountId: AccountId, name: SecretName): Promise<string | null>
  set(accountId: AccountId, name: SecretName, secret: string): Promise<void>
  remove(accountId: AccountId, name: SecretName): Promise<void>
}

/** A text may come piece by piece; a failure to make it is passed on as it is. */
export type FileContent = string | Uint8Array | AsyncIterable<string>

export interface Files {
  /** Writes to a temporary file beside it, syncs, renames. Rejects with `disk-full` or `write-failed`. */
  replace(path: string, content: FileContent): Promise<void>
  makeFolder(path: string): Promise<void>
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
}
