#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { foreignText } from '../../shared/text/foreign-text.ts'
import { dataFolderOf } from '../core/data-folder.ts'
import { createAdapters } from '../services/adapters.ts'
import { readInput, streamInput } from './read-input.ts'
import { runCli } from './run-cli.ts'

/** What hangs, whatever it is, ends this long after the signal to end it. */
const cleanUpLimitMs = 5000

const interrupt = new AbortController()
let interrupts = 0

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupts++
    // The second one is meant: whoever cannot wait for the clean-up need not.
    if (interrupts > 1) endBy(signal)
    setTimeout(() => endBy(signal), cleanUpLimitMs).unref()
    interrupt.abort()
  })
}

/** As if nobody had listened. An orderly exit would wait for calls into libraries that may never come back. */
function endBy(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}

// Whoever read along has left (`… | head`): what is under way is cancelled, and cleaned up in silence.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => interrupt.abort())

const environment = {
  variables: process.env,
  currentFolder: process.cwd(),
  dataFolder: dataFolderOf({ platform: process.platform, home: homedir(), environment: process.env }),
  sampleFolder: fileURLToPath(new URL('../sample', import.meta.url)),
  version: readVersion(),
  writeOutput: (text: string) => void process.stdout.write(text),
  writeError: (text: string) => void process.stderr.write(text),
  clearLine: () => void process.stderr.write('\r\x1b[2K'),
  isTerminal: process.stderr.isTTY,
  readInput: (onTerminal: () => void) => {
    if (process.stdin.isTTY) onTerminal()
    return readInput(process.stdin, interrupt.signal)
  },
  streamInput: () => streamInput(process.stdin, interrupt.signal),
  signal: interrupt.signal,
}

void runCli(process.argv.slice(2), environment, createAdapters(environment.dataFolder)).then(
  (exitCode) => {
    process.exitCode = exitCode
  },
  (error: unknown) => {
    // Nothing is left that could put it into words of the user's language.
    environment.writeError(foreignText(`error: ${error instanceof Error ? error.message : String(error)}\n`))
    process.exitCode = 1
  },
)

/** Of the package that the bundle lies in, three folders up. */
function readVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  const { version } = JSON.parse(text) as { version: string }
  return version
}
