import type { PageReport } from '../../shared/model/page-report.ts'
import type { Logger } from '../core/logs/logger.ts'
import type { Clock } from '../core/ports/clock.ts'

const windowMs = 60_000
const maxReports = 30

/** Keeps what the page reports in the app's log: a part that fails over and over must not fill it. */
export function createPageReports(log: Pick<Logger, 'warn'>, clock: Clock): (report: PageReport) => void {
  let begunAt = Number.NEGATIVE_INFINITY
  let count = 0
  return (report) => {
    const now = clock.now()
    if (now - begunAt >= windowMs) [begunAt, count] = [now, 0]
    count++
    if (count <= maxReports) log.warn('page error', { ...report })
    else if (count === maxReports + 1) log.warn('page errors not kept', { untilMs: begunAt + windowMs })
  }
}
