import { z } from 'zod'

/** What the CPU image has to get over before a push, in this order. */
export const SmokeRung = z.enum(['imports', 'arguments', 'step', 'outputs'])
export type SmokeRung = z.infer<typeof SmokeRung>

/** What came of it, kept with the image that was tried. */
export const SmokeBadge = z.object({
  /** `sha256:…` of the CPU image. */
  imageId: z.string(),
  verdict: z.enum(['passed', 'warned', 'failed']),
  /** At which it failed, or was warned of; null when it passed. */
  rung: SmokeRung.nullable(),
  /** How long it might run. */
  seconds: z.number(),
  /** What was run in it. */
  command: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
})
export type SmokeBadge = z.infer<typeof SmokeBadge>

/** Of the shortest and the longest run. */
export const smokeLimits = { min: 5, max: 3600, usual: 60 } as const
