import { z } from 'zod'

/** Which of a pack's two images runs. */
export const TestTarget = z.enum(['cpu', 'gpu'])
export type TestTarget = z.infer<typeof TestTarget>

/** A test that ended with exit code 0; any other code is the error `test-failed`. */
export const TestResult = z.object({
  kind: z.literal('test'),
  target: TestTarget,
  image: z.string(),
  exitCode: z.number().int(),
  /** Files in the output folder that are new or changed since the start. */
  outputs: z.array(z.object({ path: z.string(), sizeBytes: z.number() })),
})
export type TestResult = z.infer<typeof TestResult>
