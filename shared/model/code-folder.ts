import { z } from 'zod'

/** A `.py` file that may be the main file, best guess first. */
export const MainFileCandidate = z.object({
  /** Relative to the code folder. */
  path: z.string(),
  score: z.number(),
})
export type MainFileCandidate = z.infer<typeof MainFileCandidate>

/** What a look at a code folder found. Sizes are of the files before compression. */
export const CodeFolder = z.object({
  path: z.string(),
  mainFiles: z.array(MainFileCandidate),
  /** Notebooks, which no Python starts. */
  notebookCount: z.number().int(),
  fileCount: z.number(),
  sizeBytes: z.number(),
  ignoredCount: z.number(),
  /** Folders inside the code that the platform's mounts will hide: `data`, `output`. */
  hiddenByMounts: z.array(z.string()),
  suggestion: z.object({
    name: z.string(),
    imageName: z.string(),
    testDataPath: z.string(),
    testOutputPath: z.string(),
  }),
})
export type CodeFolder = z.infer<typeof CodeFolder>
