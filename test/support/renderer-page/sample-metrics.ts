import type { MetricRecord, MetricUnit } from '../../../shared/model/metric.ts'

/** A run's curves: a loss that falls from a value, and what the run uses meanwhile. */
export function sampleMetrics(startedAt: number, start: number): MetricRecord[] {
  return Array.from({ length: 300 }, (_, index): MetricRecord[] => {
    const at = startedAt + index * 40
    const point = (series: string, unit: MetricUnit, value: number, lineIndex: number | null): MetricRecord => {
      const place = lineIndex === null ? {} : { step: index * 10, epoch: 1 + Math.floor(index / 60) }
      return { type: 'point', series, unit, at, value, lineIndex, ...place }
    }
    const loss = start / (1 + index / 30) + Math.sin(index * 7) * 0.05
    return [
      point('loss', 'number', loss, index),
      ...(index % 30 === 29 ? [point('val_loss', 'number', loss * 1.1 + 0.05, index)] : []),
      ...(index === 100
        ? [
            {
              type: 'not-finite',
              series: 'loss',
              unit: 'number',
              at,
              kind: 'nan',
              lineIndex: index,
              step: 1000,
            } as const,
          ]
        : []),
      ...(index === 0
        ? [
            { type: 'setting', name: 'batch_size', value: 64 } as const,
            { type: 'setting', name: 'optimizer', value: 'adam' } as const,
          ]
        : []),
      ...(index % 60 === 59 ? [point('accuracy', 'number', 1 - 0.6 / (1 + index / 40), index)] : []),
      ...(index % 25 === 0 ? [point('container.cpu', 'share', 1.4 + Math.sin(index) / 3, null)] : []),
      ...(index % 10 === 0 ? [point('lr', 'number', 0.1 * 0.5 ** Math.floor(index / 60), index)] : []),
      ...(index % 10 === 0 ? [point('images/sec', 'number', 812 + Math.sin(index) * 20, index)] : []),
      ...(index % 50 === 0 ? [point('container.read', 'bytes-per-second', 24e6 / (1 + index / 50), null)] : []),
      ...(index % 50 === 0 ? [point('container.write', 'bytes-per-second', 2e4 * index, null)] : []),
      ...[0, 1].flatMap((gpu) =>
        index % 50 === 0
          ? [
              point(`gpu.${gpu}.utilization`, 'share', 0.9 + Math.sin(index + gpu) / 12, null),
              point(`gpu.${gpu}.memory`, 'bytes', 9e9 + gpu * 1e9 + index * 1e6, null),
            ]
          : [],
      ),
      ...(index % 25 === 0 ? [point('container.memory', 'bytes', 8e8 + index * 1e6, null)] : []),
      ...(index % 60 === 0
        ? [{ type: 'landmark', kind: 'epoch', at, value: 1 + index / 60, total: 5, lineIndex: index } as const]
        : []),
    ]
  }).flat()
}
