import { z } from 'zod'

/** A stored row that this version cannot read: it is left as it is, and out of what is shown. */
export const UnreadRow = z.object({
  table: z.string(),
  id: z.string(),
  /** What about it could not be read. */
  words: z.string(),
})
export type UnreadRow = z.infer<typeof UnreadRow>
