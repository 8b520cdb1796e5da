import { z } from 'zod'

/** What the system asked the app to open: by a double click, a drop, a command line, a second start. */
export const Opened = z.object({
  /** Whatever is not a folder counts as a project file; reading it tells whether it is one. */
  kind: z.enum(['folder', 'file']),
  /** Absolute. */
  path: z.string().max(4096),
})
export type Opened = z.infer<typeof Opened>
