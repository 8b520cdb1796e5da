import type { JobId } from '../../shared/model/ids.ts'
import type { AppClient } from '../ipc/app-client.ts'
import { Follow } from './follow.ts'
import type { ScheduleFrame } from './frame.ts'
import { emptyJobView, withUpdate, type JobView } from './job-view.ts'

/** Follows one job's events and progress. */
export class JobFollow extends Follow<JobView> {
  readonly #client: AppClient
  readonly #jobId: JobId

  constructor(client: AppClient, jobId: JobId, schedule: ScheduleFrame) {
    super(emptyJobView, schedule)
    this.#client = client
    this.#jobId = jobId
  }

  protected override isComplete(view: JobView): boolean {
    return view.endedJob !== null
  }

  protected override async read(signal: AbortSignal): Promise<void> {
    const input = { jobId: this.#jobId, fromSeq: this.snapshot().seq }
    for await (const batch of this.#client.open('jobs.watch', input, { signal })) {
      if (signal.aborted) return
      this.show(batch.reduce(withUpdate, this.snapshot()))
    }
  }
}
