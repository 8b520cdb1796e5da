import { z } from 'zod'
import { ErrorData } from '../errors.ts'
import { JobId, ProjectId } from './ids.ts'
import { Job, JobState } from './job.ts'
import { PackRequest } from './pack.ts'
import { SmokeBadge } from './smoke.ts'

/** `imported` from a file; `rebuilt` from an image's labels, after the database was lost. */
export const PackOrigin = z.enum(['here', 'imported', 'rebuilt'])
export type PackOrigin = z.infer<typeof PackOrigin>

/**
 * Whether a pack's code can be restored. `keeping`: it is being kept just now; `pruned`: given up for newer packs;
 * `changed`: it was changed before it could be kept; `too-large`: for the room that there is; `none`: the pack came to
 * no code, or was made before code was kept.
 */
export const CodeState = z.enum(['none', 'keeping', 'kept', 'pruned', 'changed', 'too-large'])
export type CodeState = z.infer<typeof CodeState>

/** What `git` says of the code folder. */
export const GitState = z.object({
  commit: z.string(),
  /** Null where no branch is checked out. */
  branch: z.string().nullable(),
  isDirty: z.boolean(),
  /** Files that git does not know; they are not in the patch. */
  untrackedCount: z.number().int(),
  /** `cut`: too large to be kept. */
  patch: z.enum(['none', 'kept', 'cut']),
})
export type GitState = z.infer<typeof GitState>

export const RecordedBase = z.object({
  lane: z.enum(['cpu', 'gpu']),
  reference: z.string(),
  id: z.string().nullable(),
  digest: z.string().nullable(),
})
export type RecordedBase = z.infer<typeof RecordedBase>

export const RecordedImage = z.object({
  lane: z.enum(['cpu', 'gpu']),
  name: z.string(),
  id: z.string(),
  sizeBytes: z.number(),
  /** Diff ids, bottom first. */
  layers: z.array(z.string()),
})
export type RecordedImage = z.infer<typeof RecordedImage>

/** What became known of a pack while it ran. */
export const PackDetails = z.object({
  bases: z.array(RecordedBase).default([]),
  images: z.array(RecordedImage).default([]),
  git: GitState.nullable().default(null),
  code: z.object({ digest: z.string(), fileCount: z.number(), sizeBytes: z.number() }).nullable().default(null),
  /** The text of `uaitrain_cmd.txt`. */
  commandFile: z.string().nullable().default(null),
})
export type PackDetails = z.infer<typeof PackDetails>

/** An image that a pack made was given to a registry. */
export const RecordedPush = z.object({
  reference: z.string(),
  digest: z.string(),
  at: z.number(),
  /** Whose registry it is; empty where that is not known. */
  accountName: z.string(),
})
export type RecordedPush = z.infer<typeof RecordedPush>

/** One line of the list of all packs. */
export const PackRow = z.object({
  id: JobId,
  /** Null when the project is gone. */
  projectId: ProjectId.nullable(),
  projectName: z.string(),
  state: JobState,
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  error: ErrorData.nullable(),
  /** Name of the image that trains, without its tag. */
  image: z.string(),
  tag: z.string(),
  origin: PackOrigin,
  pushCount: z.number().int(),
  /** Of its CPU image; null where that was not tried before a push. */
  smoke: SmokeBadge.nullable(),
})
export type PackRow = z.infer<typeof PackRow>

export const PackFilter = z.object({
  projectId: ProjectId.nullable(),
  /** Empty for all. */
  states: z.array(JobState),
  tag: z.string().max(200).nullable(),
  /** Milliseconds since 1970; null for no limit. */
  since: z.number().nullable(),
  until: z.number().nullable(),
  /** Words that must all be in a pack's parameters, in any case. */
  text: z.string().max(500),
})
export type PackFilter = z.infer<typeof PackFilter>

export const noPackFilter: PackFilter = { projectId: null, states: [], tag: null, since: null, until: null, text: '' }

/** All that is kept of a pack but its events, its log and the list of its files. */
export const PackRecord = z.object({
  job: Job,
  projectName: z.string(),
  accountName: z.string(),
  origin: PackOrigin,
  request: PackRequest,
  details: PackDetails,
  pushes: z.array(RecordedPush),
  /** Test runs of its images, newest first. */
  tests: z.array(Job),
  hasFiles: z.boolean(),
  hasLog: z.boolean(),
  codeState: CodeState,
  smoke: SmokeBadge.nullable(),
})
export type PackRecord = z.infer<typeof PackRecord>

/** `unnamed`: it is there, but not under its name; `moved`: its name stands for another one now. */
export const ImageTruth = z.object({
  where: z.enum(['engine', 'registry']),
  reference: z.string(),
  /** In the engine the image's id. */
  digest: z.string(),
  state: z.enum(['there', 'gone', 'unnamed', 'moved', 'unknown']),
  /** Why it is not known. */
  words: z.string(),
})
export type ImageTruth = z.infer<typeof ImageTruth>

/** The images of a pack that the engine has, and what their removal would give back. */
export const ImageRemoval = z.object({
  images: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      sizeBytes: z.number(),
      /** What no base image has. */
      ownBytes: z.number(),
      /** Names that keep the image even so. */
      otherNames: z.array(z.string()),
      /** Its other layers stay with its base image. */
      sharesLayers: z.boolean(),
    }),
  ),
})
export type ImageRemoval = z.infer<typeof ImageRemoval>

export const ParameterChange = z.object({ name: z.string(), before: z.string(), after: z.string() })
export type ParameterChange = z.infer<typeof ParameterChange>

export const FileChange = z.object({
  path: z.string(),
  change: z.enum(['added', 'removed', 'changed', 'mode']),
  bytesBefore: z.number(),
  bytesAfter: z.number(),
})
export type FileChange = z.infer<typeof FileChange>

export const PackComparison = z.object({
  left: PackRecord,
  right: PackRecord,
  parameters: z.array(ParameterChange),
  /** Null where the files of one of them are not known. */
  files: z.array(FileChange).nullable(),
})
export type PackComparison = z.infer<typeof PackComparison>

export const FileDiff = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    hunks: z.array(
      z.object({
        oldStart: z.number(),
        newStart: z.number(),
        /** Each begins with a blank, `+`, `-`, or with `\` for a missing line end. */
        lines: z.array(z.string()),
      }),
    ),
  }),
  z.object({ kind: z.enum(['binary', 'too-large', 'not-kept']) }),
])
export type FileDiff = z.infer<typeof FileDiff>

/** Room for the code of packs. */
export const CodeRoom = z.object({ budgetBytes: z.number(), usedBytes: z.number() })
export type CodeRoom = z.infer<typeof CodeRoom>
