import { z } from 'zod'

/**
 * What a series is measured in: numbers of the training code as they are, shares of 1, bytes, bytes a second. Those
 * that begin with `container.` or `gpu.` come from the machine, all others from the log or from event files.
 */
export const MetricUnit = z.enum(['number', 'share', 'bytes', 'bytes-per-second'])
export type MetricUnit = z.infer<typeof MetricUnit>

/** A value that is told in one place of a log. */
const TaggedValue = z.object({ value: z.number(), lineIndex: z.number().int().nullable() })

/** What a series comes to: exact, however few of its points are kept. NaN and infinities are counted apart. */
export const SeriesSummary = z.object({
  series: z.string(),
  unit: MetricUnit,
  count: z.number().int(),
  first: TaggedValue.nullable(),
  last: TaggedValue.nullable(),
  min: TaggedValue.nullable(),
  max: TaggedValue.nullable(),
  notFinite: z.number().int(),
  notFiniteLine: z.number().int().nullable(),
})
export type SeriesSummary = z.infer<typeof SeriesSummary>

/** NaN and infinities by their names: JSON has none. */
export const NotFinite = z.enum(['nan', 'inf', '-inf'])
export type NotFinite = z.infer<typeof NotFinite>

export const SettingValue = z.union([z.string(), z.number(), z.boolean()])

const place = {
  /** Milliseconds since 1970. */
  at: z.number(),
  /** Counted over the whole run; left out where nothing says it. */
  step: z.number().optional(),
  epoch: z.number().optional(),
}

/** One value of a run's curves, or a place in it worth finding again. */
export const MetricRecord = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('point'),
    series: z.string(),
    unit: MetricUnit,
    ...place,
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
  z.object({
    type: z.literal('not-finite'),
    series: z.string(),
    unit: MetricUnit,
    ...place,
    kind: NotFinite,
    lineIndex: z.number().int().nullable(),
  }),
  z.object({ type: z.literal('setting'), name: z.string(), value: SettingValue }),
  z.object({ type: z.literal('summary'), summary: SeriesSummary }),
])
export type MetricRecord = z.infer<typeof MetricRecord>
