import { z } from 'zod'

/** A framework, operating system and Python that the service has base images for, by the names of its API. */
export const Combination = z.object({
  aiFramework: z.string(),
  os: z.string(),
  python: z.string(),
})
export type Combination = z.infer<typeof Combination>

/** Where a pack's two base images come from. */
export const BaseChoice = z.discriminatedUnion('kind', [
  Combination.extend({ kind: z.literal('combination') }),
  /** The user's own images; without a CPU image, as UCloud's own tool for such images makes none, it is empty. */
  z.object({ kind: z.literal('own'), cpuImage: z.string(), gpuImage: z.string() }),
])
export type BaseChoice = z.infer<typeof BaseChoice>

/** `service`: the UCloud API said so; `catalogue`: the built-in list; `own`: the user's images. */
export const BaseImageSource = z.enum(['service', 'catalogue', 'own'])
export type BaseImageSource = z.infer<typeof BaseImageSource>

export const BaseImages = z.object({
  /** Null for an own GPU image that has no CPU twin. */
  cpu: z.string().nullable(),
  /** Null when only the CPU image is wanted. */
  gpu: z.string().nullable(),
  source: BaseImageSource,
})
export type BaseImages = z.infer<typeof BaseImages>
