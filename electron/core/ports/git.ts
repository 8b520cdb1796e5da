import type { GitState } from '../../../shared/model/pack-record.ts'

/** Null where the folder is in no git repository, or there is no git. The patch is null where there is none to keep. */
export type ReadGit = (
  folder: string,
  signal: AbortSignal,
) => Promise<{ readonly state: GitState; readonly patch: string | null } | null>
