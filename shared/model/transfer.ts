import { z } from 'zod'
import { JobId } from './ids.ts'

/** Which image of which pack goes to a registry again, or comes back from one. */
export const TransferOrigin = z.object({
  packJobId: JobId,
  /** Name with a tag. */
  reference: z.string(),
})
export type TransferOrigin = z.infer<typeof TransferOrigin>

export const TransferResult = z.object({
  kind: z.literal('transfer'),
  reference: z.string(),
  /** Of the manifest in the registry. */
  digest: z.string(),
  /** Of the image in the engine. */
  id: z.string(),
})
export type TransferResult = z.infer<typeof TransferResult>
