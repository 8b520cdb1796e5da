import { randomBytes } from 'node:crypto'
import { appendFile, mkdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { jsonLine } from '../../../shared/text/foreign-text.ts'
import type { Clock } from '../ports/clock.ts'
import type { Redactor } from './redactor.ts'

export type LogFields = Readonly<Record<string, unknown>>

/** The app's own log: one JSON object a line, secrets replaced. */
export interface Logger {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  /** Keeps an unforeseen error with its stack, and gives the error that may leave the process in its place. */
  internal(event: string, error: unknown): AppError<'internal'>
  /** Resolves when everything logged so far is on disk. */
  flush(): Promise<void>
}

export interface LoggerOptions {
  readonly folder: string
  readonly redactor: Redactor
  readonly clock: Clock
  /** Size at which `app.log` becomes `app.1.log`. */
  readonly maxBytes?: number
}

const defaultMaxBytes = 2 * 1024 * 1024
const olderFiles = 4

export function createLogger(options: LoggerOptions): Logger {
  const { folder, redactor, clock } = options
  let waiting: string[] = []
  let writing: Promise<void> = Promise.resolve()

  const write = (level: string, event: string, fields: LogFields): void => {
    const record = redactor.redactDeep({ at: new Date(clock.now()).toISOString(), level, event, ...fields })
    waiting.push(jsonLine(record))
    if (waiting.length > 1) return
    writing = writing.then(async () => {
      const text = waiting.join('')
      waiting = []
      await appendRotating(folder, text, options.maxBytes ?? defaultMaxBytes).catch(() => {
        // A log that cannot be written must not take the app down with it.
      })
    })
  }

  return {
    info: (event, fields = {}) => write('info', event, fields),
    warn: (event, fields = {}) => write('warn', event, fields),
    internal: (event, error) => {
      const id = randomBytes(4).toString('hex')
      write('error', event, { id, error: describeError(error) })
      return new AppError('internal', { id }, { cause: error })
    },
    flush: () => writing,
  }
}

async function appendRotating(folder: string, text: string, maxBytes: number): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'app.log')
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (size > 0 && size + Buffer.byteLength(text) > maxBytes) await rotate(folder)
  await appendFile(path, text, { mode: 0o600 })
}

async function rotate(folder: string): Promise<void> {
  const nameOf = (age: number): string => join(folder, age === 0 ? 'app.log' : `app.${age}.log`)
  for (let age = olderFiles - 1; age >= 0; age--) {
    await rename(nameOf(age), nameOf(age + 1)).catch(() => {
      // Not that many yet.
    })
  }
}

/** An error with its stack and its causes, as plain data. */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? { code: error.code } : {}
  const cause = error.cause === undefined || depth > 4 ? {} : { cause: describeError(error.cause, depth + 1) }
  return { name: error.name, message: error.message, stack: error.stack, ...code, ...cause }
}
