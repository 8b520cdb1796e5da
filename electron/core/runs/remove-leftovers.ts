import type { JobId } from '../../../shared/model/ids.ts'
import type { Engine } from '../ports/engine.ts'
import { jobLabel } from './plan-test.ts'

/** Removes the containers of jobs that the app's last end cut off. Asks the engine nothing when there are none. */
export async function removeLeftovers(options: {
  readonly engine: Engine
  readonly jobIds: readonly JobId[]
  readonly signal: AbortSignal
}): Promise<void> {
  const { engine, jobIds, signal } = options
  for (const jobId of jobIds) {
    const containers = await engine.findContainers({ name: jobLabel, value: jobId }, signal)
    await Promise.all(containers.map((id) => engine.removeContainer(id)))
  }
}
