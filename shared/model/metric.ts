import { z } from 'zod'

/**
 * What a series is measured in: numbers of the training code as they are, shares of 1, bytes, bytes a second. Those
 * that begin with `container.` or `gpu.` come from the machine, all others from the log.
 */
export const MetricUnit = z.enum(['number', 'share', 'bytes', 'bytes-per-second'])
export type MetricUnit = z.infer<typeof MetricUnit>

/** One value of a run's curves, or a place in it worth finding again. */
export const MetricRecord = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('point'),
    series: z.string(),
    unit: MetricUnit,
    /** Milliseconds since 1970. */
    at: z.number(),
    value: z.number(),
    /** The line that says so; null for what was measured. */
    lineIndex: z.number().int().nullable(),
  }),
  z.object({
    type: z.literal('landmark'),
    kind: z.enum(['epoch']),
    at: z.number(),
    value: z.number(),
    /** Null where the line does not say how many there will be. */
    total: z.number().nullable(),
    lineIndex: z.number().int(),
  }),
])
export type MetricRecord = z.infer<typeof MetricRecord>
