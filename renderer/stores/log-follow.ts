import type { ErrorData } from '../../shared/errors.ts'
import type { JobId } from '../../shared/model/ids.ts'
import type { AppClient } from '../ipc/app-client.ts'
import { Follow } from './follow.ts'
import type { ScheduleFrame } from './frame.ts'
import { LogBuffer } from './log-buffer.ts'

const capacity = 200_000

/** After so many lines the page is drawn before more are taken, so that a burst does not hold it up. */
const linesBetweenFrames = 4000

/** What a view of the log draws from; a new object each time something has changed. */
export interface LogSnapshot {
  readonly buffer: LogBuffer
  readonly length: number
  readonly nextIndex: number
  /** The log is complete: the job has ended and every line is here. */
  readonly complete: boolean
  readonly problem: ErrorData | null
}

/** Follows one job's log. */
export class LogFollow extends Follow<LogSnapshot> {
  readonly #client: AppClient
  readonly #jobId: JobId

  constructor(client: AppClient, jobId: JobId, schedule: ScheduleFrame) {
    super({ buffer: new LogBuffer(capacity), length: 0, nextIndex: 0, complete: false, problem: null }, schedule)
    this.#client = client
    this.#jobId = jobId
  }

  protected override isComplete({ complete }: LogSnapshot): boolean {
    return complete
  }

  protected override async read(signal: AbortSignal): Promise<void> {
    const { buffer } = this.snapshot()
    let sinceFrame = 0
    for await (const batch of this.#client.open(
      'jobs.log',
      { jobId: this.#jobId, fromIndex: buffer.nextIndex },
      { signal },
    )) {
      if (signal.aborted) return
      buffer.append(batch)
      this.show({ length: buffer.length, nextIndex: buffer.nextIndex })
      sinceFrame += batch.length
      if (sinceFrame < linesBetweenFrames) continue
      await this.nextFrame()
      sinceFrame = 0
    }
    if (!signal.aborted) this.show({ complete: true })
  }
}
