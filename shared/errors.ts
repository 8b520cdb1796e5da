import { z } from 'zod'
import { FailureId } from './model/explanation.ts'
import { FieldName, FieldProblem } from './model/field.ts'
import { InstallProblem } from './model/packages.ts'
import { SmokeRung } from './model/smoke.ts'

const nothing = z.object({})
/** `words` are the remote's own, shown as they are. */
const words = z.object({ words: z.string() })

/** Every way something can go wrong, with what is needed to tell it in words. */
export const errorDetails = {
  cancelled: nothing,
  /** Not foreseen; the log has the rest under this id. */
  internal: z.object({ id: z.string() }),

  /** Kept by another version of the app, which calls it by this name. */
  unknown: z.object({ name: z.string(), words: z.string() }),

  'invalid-field': FieldProblem,
  'not-found': z.object({
    what: z.enum(['account', 'project', 'job', 'image', 'file', 'scan', 'log']),
    id: z.string(),
  }),
  'already-running': z.object({ jobId: z.string() }),
  'in-use': z.object({ what: z.enum(['account', 'project']), id: z.string() }),

  'secret-missing': z.object({ field: FieldName, account: z.string() }),
  'keychain-failed': words,

  'engine-missing': z.object({ address: z.string() }),
  'engine-stopped': z.object({ address: z.string(), words: z.string() }),
  /** It was connected, and then said nothing for so long. */
  'engine-silent': z.object({ address: z.string(), operation: z.string(), seconds: z.number() }),
  'engine-permission': z.object({ address: z.string() }),
  /** Of an engine that is reached by ssh: its machine shows a key that nobody has agreed to yet, … */
  'engine-host-key-unknown': z.object({ address: z.string(), keyType: z.string(), fingerprint: z.string() }),
  /** … or another one than it had, … */
  'engine-host-key-changed': z.object({ address: z.string(), keyType: z.string(), fingerprint: z.string() }),
  /** … or does not let the user in. */
  'engine-login-refused': z.object({ address: z.string(), words: z.string() }),
  'engine-link-failed': z.object({ address: z.string(), words: z.string() }),
  'engine-remote-missing': z.object({ address: z.string(), words: z.string() }),
  'engine-remote-permission': z.object({ address: z.string(), words: z.string() }),
  'engine-refused': z.object({ operation: z.string(), status: z.number(), words: z.string() }),
  'engine-stream-cut': z.object({ operation: z.string() }),
  'build-failed': z.object({ image: z.string(), words: z.string() }),
  'pull-failed': z.object({ image: z.string(), words: z.string() }),
  'base-not-found': z.object({ image: z.string(), words: z.string() }),
  /** `package` is the one that is to blame; empty if there is none. */
  'install-failed': z.object({ reason: InstallProblem, package: z.string(), words: z.string() }),
  /** What was done in a terminal could not be read from its container, or not be put into another one. */
  'changes-not-read': words,
  'changes-not-applied': z.object({ image: z.string(), words: z.string() }),
  /** What was kept of a terminal is not on this machine, or not as it was. */
  'kept-change-missing': z.object({ digest: z.string() }),
  'image-missing': z.object({ image: z.string() }),
  'container-start-failed': z.object({ image: z.string(), words: z.string() }),
  /** More processors were asked for than the engine's machine has. */
  'too-many-cpus': z.object({ available: z.number(), words: z.string() }),
  /** The gate before the push; `failure` is empty where it is none that is known, `words` is the line that shows it. */
  'smoke-failed': z.object({
    rung: SmokeRung,
    failure: z.union([FailureId, z.literal('')]),
    subject: z.string(),
    words: z.string(),
  }),
  'gpu-unavailable': words,
  'test-failed': z.object({ exitCode: z.number(), outOfMemory: z.boolean() }),

  'registry-unreachable': z.object({ host: z.string(), words: z.string() }),
  'registry-login-refused': z.object({ host: z.string(), username: z.string(), words: z.string() }),
  /** The login is good, but not for this name; or there is none of this name. */
  'registry-no-right': z.object({ host: z.string(), repository: z.string(), username: z.string(), words: z.string() }),
  /** It wants a login, and there is none for it on this machine. */
  'registry-login-missing': z.object({ host: z.string(), words: z.string() }),
  'registry-refused': z.object({ host: z.string(), status: z.number(), words: z.string() }),
  'push-refused': z.object({ image: z.string(), words: z.string() }),
  /** An image that is there but of no use, such as one for other machines alone. */
  'manifest-unusable': z.object({ image: z.string(), words: z.string() }),
  /** What the registry holds, or sent, is not what its digest says. */
  'digest-mismatch': z.object({ host: z.string(), digest: z.string() }),
  /** None of the places it should be in has the layer. */
  'blob-unavailable': z.object({ image: z.string(), digest: z.string() }),

  'ucloud-unreachable': z.object({ url: z.string(), words: z.string() }),
  'ucloud-timeout': z.object({ url: z.string(), timeoutMs: z.number() }),
  'ucloud-bad-answer': z.object({ url: z.string(), status: z.number(), words: z.string() }),
  'ucloud-refused': z.object({ action: z.string(), retCode: z.number(), words: z.string() }),
  'base-unsupported': z.object({ packageType: z.string(), value: z.string() }),

  /** A search that is no pattern, in the words of whoever reads patterns. */
  'log-pattern-invalid': words,
  /** A search that would take for ever. */
  'log-pattern-slow': nothing,

  'disk-full': z.object({ path: z.string() }),
  /** The app's own database, which another process holds; `path` is the folder that it is in. */
  'database-busy': z.object({ path: z.string() }),
  'database-read-only': z.object({ path: z.string() }),
  /** Made by a newer version of the app in a way that this one cannot go along with. */
  'database-newer': z.object({ path: z.string(), version: z.number(), known: z.number() }),
  'database-damaged': z.object({ path: z.string(), words: z.string() }),
  /** The data folder cannot be made or used. */
  'data-folder-unusable': z.object({ path: z.string(), words: z.string() }),
  'write-failed': z.object({ path: z.string(), words: z.string() }),
  'read-failed': z.object({ path: z.string(), words: z.string() }),
  'special-file': z.object({ path: z.string() }),
  'code-changed': z.object({ path: z.string() }),
  'name-not-utf8': z.object({ path: z.string() }),

  /** Not a project file; `words` say where it is wrong. */
  'project-file-invalid': z.object({ path: z.string(), words: z.string() }),
  /** Not the record of a pack. */
  'pack-file-invalid': z.object({ path: z.string(), words: z.string() }),
  /** Its parameters came from a file: nothing is run or packed by them. */
  'pack-imported': nothing,
  'project-file-newer': z.object({ path: z.string(), version: z.number(), known: z.number() }),
  /** Not the content that the user was shown. */
  'project-file-changed': z.object({ path: z.string() }),
  /** A pasted command that cannot be understood. Only a flag is named: any other word may be a secret. */
  'command-line-invalid': z.object({
    reason: z.enum([
      'not-a-pack',
      'unclosed-quote',
      'unknown-flag',
      'ambiguous-flag',
      'value-missing',
      'value-unwanted',
      'bad-value',
      'unexpected-word',
    ]),
    flag: z.string(),
  }),

  'sandbox-unavailable': z.object({
    reason: z.enum(['registry-program-missing', 'base-system', 'port', 'registry-failed']),
    words: z.string(),
  }),

  'unknown-name': z.object({ name: z.string() }),
  'invalid-message': z.object({ name: z.string(), words: z.string() }),
  'message-too-large': z.object({ name: z.string(), sizeBytes: z.number(), limitBytes: z.number() }),
  /** The page has more under way at once than it ever needs. */
  'too-many-exchanges': z.object({ limit: z.number() }),
  'connection-lost': nothing,
} as const

export type ErrorCode = keyof typeof errorDetails
export type ErrorDetails<Code extends ErrorCode> = z.infer<(typeof errorDetails)[Code]>

type ErrorDataUnion = { [Code in ErrorCode]: { code: Code; details: ErrorDetails<Code> } }[ErrorCode]

/** An error as it crosses between processes and is kept: no stack, no secret. */
export const ErrorData: z.ZodType<ErrorDataUnion> = z.custom<ErrorDataUnion>((value) => {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('details' in value)) return false
  const { code, details } = value
  return typeof code === 'string' && isErrorCode(code) && errorDetails[code].safeParse(details).success
})
export type ErrorData = ErrorDataUnion

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorDetails, code)
}

/** An error whose meaning is known. `details` are checked against the code's schema by the compiler. */
export class AppError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'AppError'
  readonly code: Code
  readonly details: ErrorDetails<Code>

  constructor(code: Code, details: ErrorDetails<Code>, options?: { cause?: unknown }) {
    super(`${code} ${JSON.stringify(details)}`, options)
    this.code = code
    this.details = details
  }

  toData(): ErrorData {
    return { code: this.code, details: this.details } as ErrorData
  }
}

/** The error of an aborted signal, whatever reason it was aborted with. */
export function cancelled(): AppError<'cancelled'> {
  return new AppError('cancelled', {})
}

export function isCancelled(error: unknown): boolean {
  return error instanceof AppError && error.code === 'cancelled'
}

export function fromErrorData(data: ErrorData): AppError {
  return new AppError(data.code, data.details)
}

/** The remote's own words, if the error carries some. */
export function remoteWords(error: unknown): string {
  if (!(error instanceof AppError)) return error instanceof Error ? error.message : String(error)
  const details: unknown = error.details
  const carriesWords = typeof details === 'object' && details !== null && 'words' in details
  return carriesWords && typeof details.words === 'string' ? details.words : ''
}
