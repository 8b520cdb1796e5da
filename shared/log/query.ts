import { z } from 'zod'

/** What is looked for in the lines of a log. */
export const LogQuery = z.object({
  text: z.string().min(1).max(1000),
  isRegex: z.boolean(),
  matchCase: z.boolean(),
})
export type LogQuery = z.infer<typeof LogQuery>
