import type { JobId, ProjectId } from '../../../shared/model/ids.ts'
import type { AppStores } from '../../stores/app-stores.ts'

interface KeepOptions {
  readonly jobId: JobId
  readonly projectId: ProjectId
  readonly onRead: (bytes: number) => void
  readonly signal: AbortSignal
}

/** Keeps what was changed in a terminal, closes it, and puts the same into both base images. */
export async function keepChanges(
  { client, jobs, view }: AppStores,
  { jobId, projectId, onRead, signal }: KeepOptions,
): Promise<void> {
  onRead(0)
  const keeping = client.open('terminals.keep', jobId, { signal })
  for await (const items of keeping) for (const { readBytes } of items) onRead(readBytes)
  await keeping.result
  await jobs.getState().stop(jobId)
  view.getState().selectTab('pack')
  await jobs.getState().startPackages(projectId)
}
