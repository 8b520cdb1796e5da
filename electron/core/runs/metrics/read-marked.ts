import { createMarkedReader, type MarkedName } from '../../../../shared/metrics/marked.ts'
import type { MetricRecord } from '../../../../shared/model/metric.ts'
import { readJobLog, type ReadJobLogOptions } from '../../jobs/read-job-log.ts'
import { createPointFilter } from './point-filter.ts'

/** The curves of marked numbers, out of the lines that a log has and those that come: a mark counts for what was, too. */
export async function* readMarked(
  names: readonly MarkedName[],
  log: Omit<ReadJobLogOptions, 'fromIndex'>,
): AsyncGenerator<MetricRecord[], void> {
  if (names.length === 0) return
  const read = createMarkedReader(names)
  const isWanted = createPointFilter()
  for await (const lines of readJobLog({ ...log, fromIndex: 0 })) {
    const records = lines.flatMap(({ index, at, source, text }): MetricRecord[] => {
      if (source === 'app') return []
      const numbers = read(text).filter(({ name }) => isWanted(name, at))
      return numbers.map(({ name, value }) => {
        return { type: 'point', series: name, unit: 'number', at, value, lineIndex: index }
      })
    })
    if (records.length > 0) yield records
  }
}
