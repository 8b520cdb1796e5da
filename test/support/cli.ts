import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export interface CliRun {
  /** Null when it was ended by a signal. */
  readonly exitCode: number | null
  readonly output: string
  readonly errors: string
}

export interface CliProcess {
  readonly pid: number
  readonly kill: (signal: NodeJS.Signals) => void
  /** As `head` does once it has read enough. */
  readonly stopReading: () => void
}

export interface CliOptions {
  /** For programs that lie elsewhere than this file. */
  readonly bundle?: string
  readonly variables?: Readonly<Record<string, string>>
  readonly folder?: string
  /** Null leaves standard input open. */
  readonly input?: string | null
  /** Told of the process as soon as it runs. */
  readonly onStart?: (process: CliProcess) => void
  readonly onErrors?: (text: string) => void
}

const builtBundle = join(import.meta.dirname, '..', '..', 'build', 'out', 'main', 'cli.cjs')

/** Runs the built command line as a user does: plain Node, its own process, an English terminal. */
export function runBuiltCli(words: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const { bundle = builtBundle } = options
  if (!existsSync(bundle)) throw new Error('the command line is not built; npm run build makes it')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bundle, ...words], {
      cwd: options.folder,
      env: { ...process.env, LC_ALL: 'C.UTF-8', ...options.variables },
      stdio: 'pipe',
    })
    let output = ''
    let errors = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
      options.onErrors?.(errors)
    })
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, output, errors }))
    // A process that ends without reading is no failure of the test.
    child.stdin.on('error', () => undefined)
    if (options.input !== null) child.stdin.end(options.input ?? '')
    const stopReading = (): void => {
      child.stdout.destroy()
      child.stderr.destroy()
    }
    if (child.pid !== undefined) {
      options.onStart?.({ pid: child.pid, kill: (signal) => child.kill(signal), stopReading })
    }
  })
}
