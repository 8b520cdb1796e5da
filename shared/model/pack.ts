import { z } from 'zod'
import { BaseImages } from './base-image.ts'
import { CustomisedBase, KeptChange } from './packages.ts'
import { ProjectSettings } from './project.ts'
import { AccountId } from './ids.ts'
import { SmokeBadge } from './smoke.ts'

/** The three lines of `uaitrain_cmd.txt`, without their headings. */
export const TrainCommands = z.object({
  deploy: z.string(),
  /** Null when no CPU image is made. */
  cpuTest: z.string().nullable(),
  /** Null when no GPU image is made. */
  gpuTest: z.string().nullable(),
})
export type TrainCommands = z.infer<typeof TrainCommands>

/** All a pack needs but the secrets: what the form, the command line and a project file each lead to. */
export const PackRequest = z.object({
  project: ProjectSettings,
  /** Whose secrets to use. */
  accountId: AccountId,
  publicKey: z.string(),
  projectId: z.string(),
  region: z.string(),
  zone: z.string(),
  apiUrl: z.string(),
  uhubUsername: z.string(),
  uhubHost: z.string(),
  uhubInternalHost: z.string(),
  push: z.boolean(),
  /** What goes into the base images after the packages, in this order. */
  keptChanges: z.array(KeptChange).default([]),
})
export type PackRequest = z.infer<typeof PackRequest>

/** What keeps the app's database from being written. */
export const NotRememberedReason = z.enum(['disk-full', 'database-busy', 'database-read-only', 'other'])

/** Something worth knowing that does not end the job; told in words by the reader's language. */
export const Note = z.discriminatedUnion('code', [
  z.object({ code: z.literal('catalogue-used'), reason: z.enum(['no-such-action', 'unreachable']), words: z.string() }),
  z.object({ code: z.literal('base-present'), image: z.string() }),
  z.object({ code: z.literal('base-unchecked'), image: z.string(), words: z.string() }),
  z.object({ code: z.literal('files-ignored'), count: z.number(), sizeBytes: z.number() }),
  z.object({ code: z.literal('mount-hides'), folder: z.string() }),
  z.object({ code: z.literal('not-pushed'), image: z.string() }),
  z.object({ code: z.literal('already-pushed'), image: z.string() }),
  /** What a push is about to send at most; null where the engine decides. */
  z.object({
    code: z.literal('push-plan'),
    image: z.string(),
    way: z.enum(['mount', 'copy', 'engine']),
    sizeBytes: z.number().nullable(),
  }),
  z.object({ code: z.literal('already-there'), image: z.string(), digest: z.string() }),
  z.object({ code: z.literal('not-read-back'), image: z.string(), digest: z.string() }),
  z.object({ code: z.literal('gpu-not-kept'), image: z.string(), words: z.string() }),
  z.object({ code: z.literal('old-image-removed'), id: z.string() }),
  /** It takes the engine some time. */
  z.object({ code: z.literal('old-image-going'), id: z.string() }),
  z.object({ code: z.literal('old-image-kept'), id: z.string(), words: z.string() }),
  /** The run that was tried before the push ended without a file in its output folder. */
  z.object({ code: z.literal('smoke-no-output') }),
  /** There is no CPU image to be tried before the push. */
  z.object({ code: z.literal('smoke-impossible') }),
  /** What was kept of a terminal builds upon paths that the image lacks: it may be too different from the other one. */
  z.object({ code: z.literal('changes-differ'), image: z.string(), count: z.number(), paths: z.string() }),
  z.object({ code: z.literal('not-undone'), image: z.string(), words: z.string() }),
  /** The job is made all the same; `path` is the folder of the app's data. */
  z.object({ code: z.literal('not-remembered'), reason: NotRememberedReason, path: z.string() }),
])
export type Note = z.infer<typeof Note>

export const PackedImage = z.object({
  lane: z.enum(['cpu', 'gpu']),
  name: z.string(),
  /** `sha256:…` of the image's configuration, as `docker images` shows it. */
  id: z.string(),
  /** `sha256:…` of the manifest in the registry; null when it was not pushed. */
  digest: z.string().nullable(),
  /** As the engine counts, or what is in the registry where the engine does not have it. */
  sizeBytes: z.number(),
  isLocal: z.boolean().default(true),
})
export type PackedImage = z.infer<typeof PackedImage>

/** How an image got into its registry. */
export const ImageTransfer = z.object({
  /** `direct`: the code's layer alone, past the engine; `engine`: pushed by it, which does not tell of every blob. */
  way: z.enum(['direct', 'engine']),
  /** The registry had this very image under its name: nothing was sent. */
  existed: z.boolean(),
  blobs: z.array(
    z.object({
      digest: z.string(),
      sizeBytes: z.number(),
      how: z.enum(['existed', 'mounted', 'copied', 'uploaded']),
      sentBytes: z.number(),
    }),
  ),
})
export type ImageTransfer = z.infer<typeof ImageTransfer>

export const PackResult = z.object({
  kind: z.literal('pack'),
  images: z.array(PackedImage),
  baseImages: BaseImages,
  /** The base images with the project's packages, where there are any. */
  customised: z.array(CustomisedBase).default([]),
  commands: TrainCommands,
  /** Absolute path of the `uaitrain_cmd.txt` that was written. */
  commandFilePath: z.string(),
  logFilePath: z.string(),
  fileCount: z.number(),
  codeBytes: z.number(),
  /** The code's layer, on top of either base; null in results of older versions. */
  layer: z
    .object({ codeDigest: z.string(), digest: z.string(), sizeBytes: z.number(), uncompressedBytes: z.number() })
    .nullable()
    .default(null),
  /** Null when nothing was pushed. */
  transfer: ImageTransfer.nullable().default(null),
  /** Null where nothing was tried before the push. */
  smoke: SmokeBadge.nullable().default(null),
})
export type PackResult = z.infer<typeof PackResult>
