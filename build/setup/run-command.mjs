// @ts-check
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] replaces the whole environment
 * @property {number} [timeoutMs] the command is ended after this time
 *
 * @typedef {object} Finished
 * @property {number} code exit status; 124 after a time-out, 127 when the program is missing
 * @property {string} output stdout and stderr, in the order they came
 * @property {string} stdout
 */

/**
 * Runs a program to its end and keeps what it said; a non-zero exit status is a result, not an error.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Finished>}
 */
export function run(program, args, { timeoutMs, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ['inherit', 'pipe', 'pipe'] })
    let stdout = ''
    let output = ''
    let timedOut = false
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true
            child.kill('SIGKILL')
          }, timeoutMs)
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    child.once('error', (error) => {
      clearTimeout(timer)
      resolve({ code: 127, output: error.message, stdout: '' })
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code: timedOut ? 124 : (code ?? 1), output, stdout })
    })
  })
}

/**
 * Like `run`, but anything except success is an error that carries the output's two ends.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export async function runOrThrow(program, args, options) {
  const finished = await run(program, args, options)
  if (finished.code === 0) return finished
  throw new Error(
    `\`${[program, ...args].join(' ')}\` failed with exit code ${finished.code}:\n${bothEnds(finished.output)}`,
  )
}

/**
 * The same command as root: as it is for root, through sudo for anybody else.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {[program: string, args: string[]]}
 */
export function asRoot(program, args) {
  if (process.getuid?.() === 0) return [program, [...args]]
  if (findProgram('sudo') === undefined) {
    throw new Error(`\`${program}\` needs root and there is no sudo: run this as root.`)
  }
  // Without a terminal nobody can type a password: then fail at once instead of waiting.
  return ['sudo', [...(process.stdin.isTTY ? [] : ['-n']), '--', program, ...args]]
}

/**
 * Full path of a program, also looked for where Debian keeps those for root.
 * @param {string} name
 */
export function findProgram(name) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).concat('/usr/sbin', '/sbin')
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable)
}

/** npm names the reason first and explains its usage afterwards; compilers do the reverse. @param {string} text */
function bothEnds(text) {
  const lines = text.trimEnd().split('\n')
  return lines.length <= 25 ? lines.join('\n') : [...lines.slice(0, 8), '…', ...lines.slice(-15)].join('\n')
}

/** @param {string} text */
export function lastLines(text, count = 15) {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
