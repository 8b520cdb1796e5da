/** Where the engine was looked for, and why there. */
export interface EnginePlace {
  readonly address: string
  readonly foundBy: 'variable' | 'context' | 'socket' | 'default'
  /** A context that is chosen, but that there is not. */
  readonly missingContext: string | null
}

/** The file through which an engine is reached. */
export interface SocketFacts {
  readonly owner: string
  readonly group: string
  readonly groupMayUse: boolean
  /** Names from the system's list of groups, whatever this session's groups are. */
  readonly groupMembers: readonly string[]
  readonly mayUse: boolean
}

export interface GpuFacts {
  readonly hasCard: boolean
  /** Null without a loaded driver. */
  readonly driverVersion: string | null
  /** NVIDIA's container toolkit, by its own programs. */
  readonly hasToolkit: boolean
  /** The program by which an engine's own `--gpus` works; it is looked for as the engine does. */
  readonly hasHook: boolean
}

export interface ProxySettings {
  /** Passwords in them are left out. */
  readonly http: string
  readonly https: string
  readonly none: string
}

/** What can be told of this machine without asking anybody else. */
export interface Machine {
  readonly platform: string
  userName(): string
  findEngine(): Promise<EnginePlace>
  /** Null when there is no such file. */
  inspectSocket(path: string): Promise<SocketFacts | null>
  /** Null when there is no such folder here. */
  measureDisk(path: string): Promise<{ freeBytes: number; totalBytes: number } | null>
  findGpu(): Promise<GpuFacts>
  /** Whether a file in one of these folders describes NVIDIA's GPUs as devices of CDI. */
  hasCdiGpus(folders: readonly string[]): Promise<boolean>
  hasSystemd(): Promise<boolean>
  findPackageManager(): Promise<'apt' | 'dnf' | null>
  proxies(): ProxySettings
}
