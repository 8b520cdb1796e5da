import { z } from 'zod'
import { ErrorData } from '../errors.ts'
import { Explanation } from './explanation.ts'
import { JobId, ProjectId } from './ids.ts'
import { Note, PackResult } from './pack.ts'
import { PackagesResult } from './packages.ts'
import { defaultRunOptions, RunOptions } from './run-options.ts'
import { SandboxResult } from './sandbox.ts'
import { TerminalResult } from './terminal.ts'
import { TransferOrigin, TransferResult } from './transfer.ts'
import { TestResult, TestTarget } from './test-run.ts'

/** `unknown`: kept by a newer version of the app, which can do more. */
export const JobKind = z.enum(['pack', 'test', 'packages', 'sandbox', 'push', 'pull', 'terminal', 'unknown'])
export type JobKind = z.infer<typeof JobKind>

/** `interrupted`: the app ended while the job ran. */
export const JobState = z.enum(['running', 'succeeded', 'failed', 'cancelled', 'interrupted'])
export type JobState = z.infer<typeof JobState>

export const JobResult = z.discriminatedUnion('kind', [
  PackResult,
  TestResult,
  PackagesResult,
  SandboxResult,
  TransferResult,
  TerminalResult,
])
export type JobResult = z.infer<typeof JobResult>

export const TestOrigin = z.object({
  packJobId: JobId,
  target: TestTarget,
  options: RunOptions.default(defaultRunOptions),
})
export type TestOrigin = z.infer<typeof TestOrigin>

export const Job = z.object({
  id: JobId,
  kind: JobKind,
  projectId: ProjectId.nullable(),
  state: JobState,
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  error: ErrorData.nullable(),
  result: JobResult.nullable(),
  /** Of a test: whose image runs, and which of the two; null for other kinds. */
  test: TestOrigin.nullable().default(null),
  /** Of a push or a pull alone. */
  transfer: TransferOrigin.optional(),
  /** Of a test that runs: since when its engine has not answered. Not kept. */
  engineAwaySince: z.number().optional(),
})
export type Job = z.infer<typeof Job>

/** The two images of a pack are made side by side, each in its own lane. */
export const Lane = z.enum(['shared', 'cpu', 'gpu'])
export type Lane = z.infer<typeof Lane>

export const Stage = z.enum([
  // of a pack
  'check',
  'scan',
  'layer',
  'resolve',
  'login',
  'pull',
  'packages',
  'build',
  // the gate before a push
  'smoke-imports',
  'smoke-arguments',
  'smoke-step',
  'smoke-outputs',
  'push',
  'write',
  // of a test run
  'create',
  'run',
  'collect',
  // of a terminal
  'terminal',
  // of making the sandbox
  'registry',
  'service',
  'system',
  'framework',
  'publish',
  'account',
])
export type Stage = z.infer<typeof Stage>

export const StageState = z.enum(['started', 'done', 'skipped', 'failed', 'cancelled'])
export type StageState = z.infer<typeof StageState>

/** What happened, kept for ever and replayed to whoever watches later. `seq` counts from 1 within a job. */
export const JobEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('stage'),
    seq: z.number().int(),
    at: z.number(),
    stage: Stage,
    lane: Lane,
    state: StageState,
    /** What it moved, told when it ends, by those that move something. */
    bytes: z.number().optional(),
  }),
  z.object({ type: z.literal('explained'), seq: z.number().int(), at: z.number(), explanation: Explanation }),
  z.object({ type: z.literal('note'), seq: z.number().int(), at: z.number(), note: Note }),
  z.object({ type: z.literal('ended'), seq: z.number().int(), at: z.number(), job: Job }),
])
export type JobEvent = z.infer<typeof JobEvent>

export const LayerPhase = z.enum(['waiting', 'downloading', 'extracting', 'uploading', 'done'])
export type LayerPhase = z.infer<typeof LayerPhase>

export const LayerProgress = z.object({
  id: z.string(),
  phase: LayerPhase,
  currentBytes: z.number(),
  totalBytes: z.number().nullable(),
  /** Nothing had to move: the layer was there already. */
  existed: z.boolean(),
})
export type LayerProgress = z.infer<typeof LayerProgress>

/** How far the running stage of a lane is. A state, not a log: only the newest one counts. */
export const StageProgress = z.object({
  lane: Lane,
  stage: Stage,
  currentBytes: z.number(),
  /** Null while it is not known. */
  totalBytes: z.number().nullable(),
  layers: z.array(LayerProgress),
  /** The newest line of the engine about it, if it says more than the numbers. */
  line: z.string().nullable(),
})
export type StageProgress = z.infer<typeof StageProgress>

/** What `jobs.watch` sends: the events since a sequence number, then new ones, and the progress between them. */
export const JobUpdate = z.discriminatedUnion('type', [
  z.object({ type: z.literal('event'), event: JobEvent }),
  z.object({ type: z.literal('progress'), lanes: z.array(StageProgress) }),
])
export type JobUpdate = z.infer<typeof JobUpdate>

/** `out` and `err` come from a container or the engine; `app` is the app's own account of what it does. */
export const LogSource = z.enum(['out', 'err', 'app'])
export type LogSource = z.infer<typeof LogSource>

export const LogLine = z.object({
  /** Counts from 0 within the job. */
  index: z.number().int(),
  at: z.number(),
  source: LogSource,
  text: z.string(),
})
export type LogLine = z.infer<typeof LogLine>
