import { z } from 'zod'
import { IgnoreRule, IgnoreSource } from './ignore.ts'

/** Names a scan while its stream is open. */
export const ScanId = z.string().min(1).max(64).brand('ScanId')
export type ScanId = z.infer<typeof ScanId>

/** `special`: a socket, pipe or device. */
export const ScanEntryKind = z.enum(['file', 'folder', 'link', 'special'])
export type ScanEntryKind = z.infer<typeof ScanEntryKind>

/** A file, or a folder with the sums of all that is in it. Sizes are before compression. */
export const ScanEntry = z.object({
  /** Relative to the code folder, with `/` between folders; empty for the code folder itself. */
  path: z.string(),
  kind: ScanEntryKind,
  /** What goes into the image. */
  sizeBytes: z.number(),
  fileCount: z.number(),
  /** What is left out. */
  ignoredBytes: z.number(),
  ignoredCount: z.number(),
  /** How many files and folders stand right in this folder. */
  childCount: z.number(),
  /** Null for what goes into the image, and for a folder that something in it goes in of. */
  ignoredBy: IgnoreRule.nullable(),
})
export type ScanEntry = z.infer<typeof ScanEntry>

export const ScanSummary = z.object({
  fileCount: z.number(),
  folderCount: z.number(),
  sizeBytes: z.number(),
  ignoredCount: z.number(),
  ignoredBytes: z.number(),
  /** Ignored folders are counted only so far: there is more in them than these numbers say. */
  ignoredIsPartial: z.boolean(),
  /** Size of the layer to be pushed, estimated from compressed samples; null until it is known. */
  layerBytes: z.number().nullable(),
})
export type ScanSummary = z.infer<typeof ScanSummary>

/** How much a rule left out. */
export const IgnoreTotal = z.object({ rule: IgnoreRule, count: z.number(), sizeBytes: z.number() })
export type IgnoreTotal = z.infer<typeof IgnoreTotal>

const path = z.string()

/** Something about the code to know of before packing; each has its words in the texts under `scan.warnings`. */
export const ScanWarning = z.discriminatedUnion('code', [
  /** A data set, checkpoint or archive that probably belongs into the data folder. */
  z.object({
    code: z.literal('data-file'),
    path,
    sizeBytes: z.number(),
    kind: z.enum(['checkpoint', 'data-set', 'archive', 'media', 'large']),
  }),
  /** A folder of a great many data files, told once instead of file by file. */
  z.object({ code: z.literal('data-folder'), path, sizeBytes: z.number(), fileCount: z.number() }),
  /** `rule` names the kind of secret, such as `aws` or `privatekey`; the secret itself is never told. */
  z.object({ code: z.literal('secret'), path, line: z.number(), rule: z.string() }),
  /** The platform mounts its own folder over this one. */
  z.object({ code: z.literal('hidden-by-mount'), path, sizeBytes: z.number(), fileCount: z.number() }),
  z.object({ code: z.literal('link-leaves-folder'), path, target: z.string() }),
  z.object({ code: z.literal('link-broken'), path, target: z.string() }),
  /** Two names that are one on a disk which does not tell upper from lower case. */
  z.object({ code: z.literal('case-clash'), path, other: z.string() }),
  z.object({ code: z.literal('unreadable'), path, words: z.string() }),
  z.object({ code: z.literal('special-file'), path }),
  z.object({ code: z.literal('name-not-utf8'), path }),
  /** A rule that cannot be understood; a pack would end with it. */
  z.object({ code: z.literal('bad-rule'), source: IgnoreSource, pattern: z.string(), words: z.string() }),
])
export type ScanWarning = z.infer<typeof ScanWarning>

/** The same warning of a later scan has the same key. */
export const WarningKey = z.string().max(5000)
export type WarningKey = z.infer<typeof WarningKey>

export function warningKey(warning: ScanWarning): WarningKey {
  return warning.code === 'bad-rule' ? `${warning.code} ${warning.pattern}` : `${warning.code} ${warning.path}`
}

/** What `folders.scan` sends, in this order; a change in the folder begins again at `started`. */
export const ScanUpdate = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), scanId: ScanId }),
  /** How far it is, at most ten times a second. */
  z.object({ type: z.literal('progress'), summary: ScanSummary }),
  /** All has been looked at; `folders.scanEntries` can be asked from now on. */
  z.object({
    type: z.literal('scanned'),
    summary: ScanSummary,
    /** Of what goes into the image, the biggest first. */
    largestFiles: z.array(ScanEntry),
    ignored: z.array(IgnoreTotal),
    warnings: z.array(ScanWarning),
    /** Warnings left out above, since there are too many of their kind. */
    omittedWarnings: z.number(),
  }),
  /** Samples of the files have been compressed: the size of the layer is known. */
  z.object({ type: z.literal('measured'), summary: ScanSummary }),
  /** The files have been read, for secrets. */
  z.object({
    type: z.literal('read'),
    warnings: z.array(ScanWarning),
    /** The time for it was up before all small text files had been read. */
    isPartial: z.boolean(),
  }),
])
export type ScanUpdate = z.infer<typeof ScanUpdate>
