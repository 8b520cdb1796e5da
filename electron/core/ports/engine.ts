import type { EngineHealth } from '../../../shared/model/health.ts'
import type { LayerPhase } from '../../../shared/model/job.ts'
import type { BlobDescriptor, RegistryAuth } from './registry.ts'
import type { ContainerWork, OutputChunk } from './container-work.ts'

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
