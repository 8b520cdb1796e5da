import { z } from 'zod'
import { AccountId, ProjectId } from './ids.ts'

export const SandboxResult = z.object({
  kind: z.literal('sandbox'),
  accountId: AccountId,
  /** The UHub registry (first part of an image's path) that may be pushed to. */
  uhubRegistry: z.string(),
  /** The sample project. */
  projectId: ProjectId,
})
export type SandboxResult = z.infer<typeof SandboxResult>
