import { createMarkedReader, type MarkedName } from '../../../../shared/metrics/marked.ts'
import type { MetricRecord } from '../../../../shared/model/metric.ts'
import { readJobLog, type ReadJobLogOptions } from '../../jobs/read-job-log.ts'
import { PointTeller } from './tell-points.ts'

/** The curves of marked numbers, out of the lines that a log has and those that come: a mark counts for what was, too. */
export async function* readMarked(
  names: readonly MarkedName[],
  log: Omit<ReadJobLogOptions, 'fromIndex'>,
): AsyncGenerator<MetricRecord[], void> {
  if (names.length === 0) return
  const read = createMarkedReader(names)
  const teller = new PointTeller()
  for await (const lines of readJobLog({ ...log, fromIndex: 0 })) {
    for (const { index, at, source, text } of lines) {
      if (source === 'app') continue
      for (const { name, value } of read(text)) {
        teller.addPoint({ series: name, isShare: false, value, at, step: null, epoch: null }, index)
      }
    }
    const records = teller.take({ isCurrent: true })
    if (records.length > 0) yield records
  }
}
