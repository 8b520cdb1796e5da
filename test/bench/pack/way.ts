import type { RegistryAuth } from '../../../electron/core/ports/registry.ts'
import type { CodeFolder } from './code-folder.ts'

/** What is packed, for all ways alike; the names of its images are each way's own. */
export interface Task {
  readonly code: CodeFolder
  readonly auth: RegistryAuth
  readonly cpuBase: string
  readonly gpuBase: string
  readonly cpuImage: string
  readonly gpuImage: string
}

/** A way from a code folder to two local images, one of them in the registry. */
export interface Way {
  readonly name: string
  /** Forgets all that earlier runs have taught it, but for its images, which are removed then. */
  reset(task: Task): Promise<void>
  run(task: Task): Promise<void>
  /** More to tell once all is measured, a line each. */
  remarks(): Promise<readonly string[]>
  close(): Promise<void>
}
