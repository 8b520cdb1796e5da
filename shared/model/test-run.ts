import { z } from 'zod'

/** Which of a pack's two images runs. */
export const TestTarget = z.enum(['cpu', 'gpu'])
export type TestTarget = z.infer<typeof TestTarget>

export const OutputFile = z.object({
  /** Relative to the output folder, with `/` between folders. */
  path: z.string(),
  sizeBytes: z.number(),
  /** It had been there before the run. */
  changed: z.boolean().default(false),
})
export type OutputFile = z.infer<typeof OutputFile>

/** How a test's container ended; with an exit code other than 0 the job has the error `test-failed` too. */
export const TestResult = z.object({
  kind: z.literal('test'),
  target: TestTarget,
  image: z.string(),
  exitCode: z.number().int(),
  outOfMemory: z.boolean().default(false),
  /** The user ended it, and it was given time for that. */
  stopped: z.boolean().default(false),
  /** Files in the output folder that are new or changed since the start. */
  outputs: z.array(OutputFile),
})
export type TestResult = z.infer<typeof TestResult>
