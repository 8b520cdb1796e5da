import { z } from 'zod'

export const maxReportLength = 16_000

/** What went wrong in the page, for the app's log. */
export const PageReport = z.object({
  /** Shown in place of the part that failed, or not caught by any. */
  kind: z.enum(['caught', 'uncaught', 'rejection']),
  /** Message and stack. */
  error: z.string().max(maxReportLength),
  /** The components that it was in, innermost first; empty outside of one. */
  components: z.string().max(maxReportLength),
})
export type PageReport = z.infer<typeof PageReport>
