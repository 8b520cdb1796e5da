import { z } from 'zod'
import { JobId, ProjectId } from './ids.ts'

/** What a terminal is opened in: a base image of a project, as its packs would use it, or an image of a pack. */
export const TerminalImage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('base'), lane: z.enum(['cpu', 'gpu']) }),
  /** Only to look around: nothing of it is kept. */
  z.object({ kind: z.literal('packed'), lane: z.enum(['cpu', 'gpu']), packJobId: JobId }),
])
export type TerminalImage = z.infer<typeof TerminalImage>

export const TerminalSize = z.object({
  columns: z.number().int().min(2).max(1000),
  rows: z.number().int().min(1).max(1000),
})
export type TerminalSize = z.infer<typeof TerminalSize>

/** As much as may be typed or pasted in one message. */
export const maxInputBytes = 64 * 1024

export const TerminalInput = z.instanceof(Uint8Array).refine(({ byteLength }) => byteLength <= maxInputBytes)

/** `replay`: what was shown before somebody looked; a program that asks the terminal something was answered then. */
export const TerminalOutput = z.object({ kind: z.enum(['replay', 'output']), bytes: z.instanceof(Uint8Array) })
export type TerminalOutput = z.infer<typeof TerminalOutput>

/** Why nothing more comes: the shell has ended, or the terminal was closed. */
export const TerminalEnd = z.enum(['exited', 'closed'])
export type TerminalEnd = z.infer<typeof TerminalEnd>

/** A terminal that is open, or on its way. */
export const OpenTerminal = z.object({
  jobId: JobId,
  projectId: ProjectId,
  image: TerminalImage,
})
export type OpenTerminal = z.infer<typeof OpenTerminal>

export const TerminalResult = z.object({ kind: z.literal('terminal') })
export type TerminalResult = z.infer<typeof TerminalResult>

/** Why something that was changed is not kept: it belongs to no image, or tells what was typed. */
export const LeftOutReason = z.enum(['temporary', 'cache', 'history', 'engine'])
export type LeftOutReason = z.infer<typeof LeftOutReason>

const counts = {
  added: z.number().int(),
  changed: z.number().int(),
  deleted: z.number().int(),
  /** Of files, as far as it is known. */
  sizeBytes: z.number(),
}

export const ChangeGroup = z.object({ folder: z.string(), ...counts })
export type ChangeGroup = z.infer<typeof ChangeGroup>

/** What was changed in a terminal, for its user to decide on. */
export const ChangeSummary = z.object({
  /** Of all that would be kept. */
  ...counts,
  /** By folder, biggest first. */
  groups: z.array(ChangeGroup),
  moreGroups: z.number().int(),
  leftOut: z.array(z.object({ reason: LeftOutReason, ...counts, examples: z.array(z.string()) })),
  /** Of Python, by the names that they are imported by. */
  modules: z.array(z.string()),
  /** System packages were installed, which the list of packages could do, too. */
  usesApt: z.boolean(),
})
export type ChangeSummary = z.infer<typeof ChangeSummary>
