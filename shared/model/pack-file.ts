import { z } from 'zod'
import { CodeFile } from './code-file.ts'
import { Job, JobEvent } from './job.ts'
import { PackRequest } from './pack.ts'
import { PackDetails, RecordedPush } from './pack-record.ts'

export const packFileExtension = '.uaipack'
export const packFileVersion = 1

/** The record of one pack as a file that can be given away: nothing secret, and nothing of the account but its name. */
export const PackFile = z.object({
  format: z.literal('uai-train-packer/pack'),
  version: z.number().int(),
  job: Job,
  events: z.array(JobEvent),
  request: PackRequest,
  projectName: z.string(),
  accountName: z.string(),
  details: PackDetails,
  pushes: z.array(RecordedPush),
  files: z.array(CodeFile).nullable(),
  patch: z.string().nullable(),
  /** As a job's log file has it; null where there is none, as in the files of earlier versions. */
  log: z.string().nullable().default(null),
  /** Content of the files by SHA-256, compressed (zlib), in Base64. */
  code: z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string()),
})
export type PackFile = z.infer<typeof PackFile>
