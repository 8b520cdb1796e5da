import type { JobId, ProjectId } from '../../shared/model/ids.ts'
import type { AppClient } from '../ipc/app-client.ts'
import type { ScheduleFrame } from './frame.ts'
import { JobFollow } from './job-follow.ts'
import { LogFollow } from './log-follow.ts'
import { MetricFollow } from './metric-follow.ts'
import { ScanFollow } from './scan-follow.ts'

const keptLogs = 4

/** One follower a job or folder, shared by all that look at it. The logs of the last few jobs are kept for going back and forth. */
export class Follows {
  readonly #client: AppClient
  readonly #schedule: ScheduleFrame
  readonly #jobs = new Map<JobId, JobFollow>()
  readonly #logs = new Map<JobId, LogFollow>()
  readonly #metrics = new Map<JobId, MetricFollow>()
  readonly #scans = new Map<ProjectId, ScanFollow>()

  constructor(client: AppClient, schedule: ScheduleFrame) {
    this.#client = client
    this.#schedule = schedule
  }

  job(id: JobId): JobFollow {
    const known = this.#jobs.get(id)
    if (known !== undefined) return known
    const made = new JobFollow(this.#client, id, this.#schedule)
    this.#jobs.set(id, made)
    return made
  }

  log(id: JobId): LogFollow {
    const log = this.#logs.get(id) ?? new LogFollow(this.#client, id, this.#schedule)
    this.#logs.delete(id)
    this.#logs.set(id, log)
    for (const old of this.#logs.keys()) {
      if (this.#logs.size <= keptLogs) break
      this.#logs.delete(old)
    }
    return log
  }

  metrics(id: JobId): MetricFollow {
    const known = this.#metrics.get(id)
    if (known !== undefined) return known
    const made = new MetricFollow(this.#client, id, this.#schedule)
    this.#metrics.set(id, made)
    return made
  }

  /** Once other numbers are curves. */
  readMetricsAnew(): void {
    for (const follow of this.#metrics.values()) follow.readAnew()
  }

  /** The files of a project. */
  scan(id: ProjectId): ScanFollow {
    const known = this.#scans.get(id)
    if (known !== undefined) return known
    const made = new ScanFollow(this.#client, this.#schedule)
    this.#scans.set(id, made)
    return made
  }
}
