import { z } from 'zod'

/** Neither way takes longer, or moves more, than this. */
export const speedLimits = { bytes: 16_000_000, ms: 5_000 } as const

export const SpeedWay = z.enum(['upload', 'download'])
export type SpeedWay = z.infer<typeof SpeedWay>

/** Something that was moved, and how long that took. */
export const Moved = z.object({ bytes: z.number(), ms: z.number() })
export type Moved = z.infer<typeof Moved>

export const SpeedProgress = Moved.extend({ way: SpeedWay })
export type SpeedProgress = z.infer<typeof SpeedProgress>

export const SpeedOutcome = z.discriminatedUnion('state', [
  Moved.extend({ state: z.literal('measured') }),
  /** The registry does not let it be done, in its own words. */
  z.object({ state: z.literal('refused'), words: z.string() }),
  /** There is no repository of the account's known to send to, or no image to read. */
  z.object({ state: z.literal('nothing') }),
])
export type SpeedOutcome = z.infer<typeof SpeedOutcome>

/** How fast content gets to a registry and from it. */
export const SpeedReport = z.object({
  host: z.string(),
  /** Of the quickest answer. */
  latencyMs: z.number(),
  upload: SpeedOutcome,
  download: SpeedOutcome,
})
export type SpeedReport = z.infer<typeof SpeedReport>

/** A million bits a second; to a tenth where that says something. */
export function megabitsPerSecond({ bytes, ms }: Moved): number {
  const speed = (bytes * 8) / 1000 / Math.max(ms, 1)
  return speed < 10 ? Math.round(speed * 10) / 10 : Math.round(speed)
}
