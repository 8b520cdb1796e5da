import { z } from 'zod'

/** One entry of the code as it went into an image. */
export const CodeFile = z.object({
  /** From the code folder on, parts joined by `/`. */
  path: z.string(),
  type: z.enum(['file', 'folder', 'link']),
  mode: z.number().int().min(0),
  /** 0 for folders and links. */
  sizeBytes: z.number().int().min(0),
  /** Of a file's content, in hex; null for folders and links. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  /** Of a link; empty otherwise. */
  target: z.string(),
})
export type CodeFile = z.infer<typeof CodeFile>
