import type { Gpu } from '../../shared/model/gpu.ts'
import type { EngineHealth, SecretBackend } from '../../shared/model/health.ts'
import type { AccountId } from '../../shared/model/ids.ts'
import type { SecretName } from '../../shared/model/account.ts'
import type { LayerPhase } from '../../shared/model/job.ts'
import type { GitState } from '../../shared/model/pack-record.ts'
import type { SpeedProgress, SpeedReport } from '../../shared/model/speed.ts'
import type { ContainerWork, OutputChunk } from './container-work.ts'

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

/** What an engine tells of how it is set up. */
export interface EngineDescription {
  /** Where it keeps its images, on the engine's own machine. */
  readonly rootFolder: string
  readonly operatingSystem: string
  /** Its way to registries, without passwords. */
  readonly proxies: { readonly http: string; readonly https: string; readonly none: string }
}

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
  /** In place of the image's own; left out to keep it. */
  readonly entrypoint?: readonly string[]
  /** Bind mounts; the engine refuses a missing source instead of making it. */
  readonly mounts: readonly { readonly source: string; readonly target: string; readonly readOnly?: boolean }[]
  readonly environment: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  /** `nvidia` for nvidia-docker's way; null for the engine's default. */
  readonly runtime: string | null
  /** The engine's own `--gpus`, or the names of CDI's devices; none when left out. A count of -1 is all there are. */
  readonly gpus?: { readonly driver: '' | 'cdi'; readonly count: number | null; readonly ids: readonly string[] }
  /** Of `/dev/shm`; the engine's 64 MB when left out. */
  readonly sharedMemoryBytes?: number
  /** Without swap; no limit when left out. */
  readonly memoryBytes?: number
  readonly cpus?: number
  /** All its output can be read again from its beginning, whatever the engine is set up to do with output. */
  readonly keepsOutput?: boolean
  /** `uid:gid`; the image's own user when left out. */
  readonly user?: string
  /** `none` cuts the container off; `host` is this machine's own network, for what listens on loopback. */
  readonly network: 'default' | 'none' | 'host'
  /** TCP ports made reachable on this machine; none when left out. */
  readonly publishedPorts?: readonly {
    readonly containerPort: number
    readonly hostAddress: string
    readonly hostPort: number
  }[]
}

/** What a container uses now, and the sums of what it has used. */
export interface ContainerUsage {
  /** When that was measured, by the engine's clock. */
  readonly at: number
  /** Of all processors together. */
  readonly cpuMs: number
  readonly memoryBytes: number
  readonly readBytes: number
  readonly writtenBytes: number
}

export type { OutputChunk }

/**
 * The Docker Engine. Every method rejects with an AppError: `engine-*` when the engine itself is the
 * trouble, the operation's own code otherwise, `cancelled` as soon as the signal is aborted.
 */
export interface Engine extends ContainerWork {
  health(signal: AbortSignal): Promise<EngineHealth>
  /** What a healthy engine was like a minute ago at most, once it has answered again. */
  recentHealth(signal: AbortSignal): Promise<EngineHealth>
  describe(signal: AbortSignal): Promise<EngineDescription>
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
  /**
   * Makes an image of layers that the engine has and one more on top of them, without a build; null when this engine
   * does not take a layer that way, or not as it was meant.
   */
  loadImage(options: {
    /** Of the manifest. */
    mediaType: string
    manifest: Uint8Array
    digest: string
    config: BlobDescriptor & { readonly bytes: Uint8Array }
    /** Bottom first; the last one is new. */
    layers: readonly BlobDescriptor[]
    diffIds: readonly string[]
    /** The new layer, compressed. */
    read: () => AsyncIterable<Uint8Array>
    /** Of the new layer. */
    uncompressedBytes: number
    tag: string
    signal: AbortSignal
  }): AsyncGenerator<EngineProgress, LocalImage | null>
  /** Returns the pushed manifest's digest and size. Rejects with `push-refused`. */
  pushImage(options: {
    reference: string
    auth: RegistryAuth
    signal: AbortSignal
  }): AsyncGenerator<EngineProgress, { digest: string; sizeBytes: number }>
  /** Makes an image of a tar of a root file system, returns its id. */
  importImage(options: { rootFileSystem: AsyncIterable<Uint8Array>; tag: string; signal: AbortSignal }): Promise<string>
  tagImage(reference: string, newReference: string, signal: AbortSignal): Promise<void>
  /** Ids of all images, with a name or without, that carry a label, whatever its value if none is given. */
  findImages(label: { name: string; value?: string }, signal: AbortSignal): Promise<string[]>
  /** Never by force: an image in use is refused by the engine with `engine-refused`, status 409. */
  removeImage(reference: string, signal: AbortSignal): Promise<void>

  createContainer(spec: ContainerSpec, signal: AbortSignal): Promise<string>
  startContainer(id: string, signal: AbortSignal): Promise<void>
  /**
   * Output from the container's start on; ends when the container does. Asked for its first chunk before
   * `startContainer`, which then waits for it, it gives bytes as they are written; asked later, whole lines.
   */
  followOutput(id: string, signal: AbortSignal): AsyncGenerator<OutputChunk, void>
  /** About once a second, until the container has ended. */
  followUsage(id: string, signal: AbortSignal): AsyncGenerator<ContainerUsage, void>
  waitContainer(id: string, signal: AbortSignal): Promise<{ exitCode: number; outOfMemory: boolean }>
  /** SIGTERM, then SIGKILL after the grace. No error when it has ended already. */
  stopContainer(id: string, graceMs: number): Promise<void>
  /**
   * SIGINT reaches all that runs in it, as Ctrl+C in its terminal does; SIGKILL ends it. No error when it has ended
   * already.
   */
  signalContainer(id: string, name: 'SIGINT' | 'SIGKILL'): Promise<void>
  /** Ends it too if it still runs. No error when it is gone already. */
  removeContainer(id: string): Promise<void>
  /** Ids of all containers, running or not, that carry a label. */
  findContainers(label: { name: string; value: string }, signal: AbortSignal): Promise<string[]>
  /** The values that a label has in all containers that carry it. */
  valuesOfLabel(name: string, signal: AbortSignal): Promise<string[]>
}

/** The GPUs of this machine. */
export interface Gpus {
  /** Null without NVIDIA's own tool; `words` are what it says when it can list none. */
  ask(signal: AbortSignal): Promise<{ readonly gpus: readonly Gpu[]; readonly words: string | null } | null>
}

/** A registry asked directly, not through the engine. */
export interface Registry {
  /** Rejects with `registry-login-refused` or `registry-unreachable`. */
  checkLogin(auth: RegistryAuth, signal: AbortSignal): Promise<void>
  /** The manifest's digest; null when the registry has no such image. */
  findDigest(options: { reference: string; auth: RegistryAuth | null; signal: AbortSignal }): Promise<string | null>
}

export interface BlobDescriptor {
  readonly mediaType: string
  /** `sha256:…` */
  readonly digest: string
  readonly sizeBytes: number
}

export interface RegistryImage {
  readonly reference: string
  /** Of the image's own manifest, even if a list led to it. */
  readonly digest: string
  /** Of the manifest. */
  readonly mediaType: string
  /** Byte for byte. */
  readonly manifest: Uint8Array
  readonly config: BlobDescriptor & { readonly bytes: Uint8Array }
  /** Bottom first. */
  readonly layers: readonly BlobDescriptor[]
}

/** Where a blob that the target lacks may be had from. */
export type BlobSource =
  /** Another repository of the same registry, which then moves no bytes; a registry may refuse it. */
  | { readonly kind: 'mount'; readonly repository: string }
  /** Any image in any registry that has it. */
  | { readonly kind: 'copy'; readonly reference: string; readonly auth: RegistryAuth | null }
  /** May be read several times, from any byte on. */
  | { readonly kind: 'bytes'; read(startByte: number): AsyncIterable<Uint8Array> }

export interface BlobToPublish extends BlobDescriptor {
  /** Tried in this order once the target turns out not to have it. */
  readonly sources: readonly BlobSource[]
}

export interface PublishedBlob {
  readonly digest: string
  readonly sizeBytes: number
  readonly how: 'existed' | 'mounted' | 'copied' | 'uploaded'
  /** What went over the wire to the target, bytes sent again after a failure included. */
  readonly sentBytes: number
}

export type PublishProgress =
  | {
      readonly type: 'blob'
      readonly digest: string
      readonly phase: 'waiting' | 'mounting' | 'copying' | 'uploading' | 'done'
      /** What the target has, of an interrupted push before this one too. */
      readonly currentBytes: number
      readonly totalBytes: number
      /** Null until it is done. */
      readonly how: PublishedBlob['how'] | null
    }
  /** Something failed in a way that may pass, and is tried again after the delay. */
  | { readonly type: 'retry'; readonly words: string; readonly delayMs: number }

export interface PublishOutcome {
  /** Of the manifest, as the registry has confirmed it. */
  readonly digest: string
  /** Of config and layers, compressed. */
  readonly sizeBytes: number
  /** The tag pointed to this very image already: nothing was sent. */
  readonly existed: boolean
  /** Each blob once, config first. */
  readonly blobs: readonly PublishedBlob[]
}

/**
 * Reads and writes images past the engine. Every digest is verified; what may pass is tried again, but not for ever.
 * Rejects with `registry-*`, `manifest-unusable`, `digest-mismatch` or `blob-unavailable`, and with `cancelled` as
 * soon as the signal is aborted. Without an auth, or with another registry's, it asks as nobody in particular.
 */
export interface ImageRegistry extends Registry {
  /** The one for linux/amd64 where there are several; null when the registry has no such image. */
  readImage(options: {
    reference: string
    auth: RegistryAuth | null
    signal: AbortSignal
  }): Promise<RegistryImage | null>
  /** Looks for a blob in the image's repository. A reader that comes to the end has read what the digest says. */
  readBlob(options: {
    reference: string
    auth: RegistryAuth | null
    blob: BlobDescriptor
    signal: AbortSignal
  }): AsyncGenerator<Uint8Array, void>
  /** Given up or cut off, it goes on where it was when it is called again, even by another process. */
  publishImage(options: {
    /** With a tag. */
    reference: string
    auth: RegistryAuth | null
    mediaType: string
    config: BlobToPublish
    layers: readonly BlobToPublish[]
    /** To give a copy the digest of its original; made from the config and the layers when left out. */
    manifest?: Uint8Array
    /** Waited for between the blobs and the manifest, which gives the image its name. */
    ready?: () => Promise<void>
    signal: AbortSignal
  }): AsyncGenerator<PublishProgress, PublishOutcome>
}

/** Rejects as `ImageRegistry` does where the registry cannot be reached at all, or takes no login. */
export interface SpeedMeter {
  /** Takes some seconds each way and leaves nothing in the registry, also when it is given up. */
  measureSpeed(options: {
    auth: RegistryAuth
    /** To begin uploads in; null where none is known. */
    repository: string | null
    /** Images to read from: the first that the registry gives. */
    samples: readonly string[]
    signal: AbortSignal
  }): AsyncGenerator<SpeedProgress, SpeedReport>
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

/** Where a secret stands, and what kind it is of; never the secret itself. Lines count from 1. */
export interface FoundSecret {
  readonly line: number
  readonly rule: string
}

/** A well-kept set of rules for the kinds of secrets that everybody uses. */
export interface SecretLinter {
  /** Null when the rules did not get through the text in good time. */
  find(file: { path: string; text: string }): Promise<readonly FoundSecret[] | null>
  close(): Promise<void>
}

/** It may come piece by piece; a failure to make it is passed on as it is. */
export type FileContent = string | Uint8Array | AsyncIterable<string | Uint8Array>

export interface Files {
  /** Writes to a temporary file beside it, syncs, renames. Rejects with `disk-full` or `write-failed`. */
  replace(path: string, content: FileContent): Promise<void>
  /** Removes what replacing a file has left beside it when the app was ended in the middle. */
  removeHalfWritten(path: string): Promise<void>
  makeFolder(path: string): Promise<void>
}

/** Null where the folder is in no git repository, or there is no git. The patch is null where there is none to keep. */
export type ReadGit = (
  folder: string,
  signal: AbortSignal,
) => Promise<{ readonly state: GitState; readonly patch: string | null } | null>

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
}
