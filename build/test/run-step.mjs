// @ts-check
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inWords, sum } from './counts.mjs'
import { endProcessTree } from './process-tree.mjs'

/** @typedef {{ name: string, counts: import('./counts.mjs').Counts, seconds: number, note: string }} StepResult */

/**
 * Runs one step with its output on the terminal and counts its tests from the runner's own report.
 * @param {import('./steps.mjs').Step} step
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, extra: readonly string[], signal: AbortSignal }} options
 * @returns {Promise<StepResult>}
 */
export async function runStep(step, { cwd, env, extra, signal }) {
  const started = performance.now()
  const folder = await mkdtemp(join(tmpdir(), 'uai-test-'))
  const reportFile = join(folder, 'report.json')
  try {
    const own = Object.entries(step.env ?? {}).map(([key, value]) => [
      key,
      value === 'REPORT_FILE' ? reportFile : value,
    ])
    const command = step.command(reportFile, extra)
    const end = await runToEnd(command, {
      cwd,
      env: { ...env, ...Object.fromEntries(own) },
      signal: AbortSignal.any([signal, AbortSignal.timeout(step.limitMinutes * 60_000)]),
    })
    const { counts, note } = await judge(step, end, reportFile)
    return { name: step.name, counts, note, seconds: (performance.now() - started) / 1000 }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * A green report counts only together with a green exit.
 * @param {import('./steps.mjs').Step} step
 * @param {{ code: number, ended: boolean }} end
 * @param {string} reportFile
 */
async function judge(step, { code, ended }, reportFile) {
  const oneFailed = { passed: 0, failed: 1, skipped: 0 }
  const exit = ended ? `ended: interrupted, or over its ${step.limitMinutes} minutes` : `exit code ${code}`
  if (step.count === undefined) {
    const passed = code === 0 && !ended
    return { counts: passed ? { passed: 1, failed: 0, skipped: 0 } : oneFailed, note: passed ? '' : exit }
  }
  if (!existsSync(reportFile)) return { counts: oneFailed, note: `${exit}, no report` }
  const counts = await step.count(reportFile)
  if (inWords(counts) === '0 passed, 0 failed') return { counts: oneFailed, note: 'no test ran' }
  if (ended || (code !== 0 && counts.failed === 0)) return { counts: sum([counts, oneFailed]), note: exit }
  return { counts, note: '' }
}

/**
 * @param {readonly string[]} command
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, signal: AbortSignal }} options
 * @returns {Promise<{ code: number, ended: boolean }>}
 */
async function runToEnd([program = '', ...args], { cwd, env, signal }) {
  // Detached: a process group of its own, which can be ended as a whole.
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] })
  const { pid } = child
  let ended = false
  const end = () => {
    ended = true
    if (pid !== undefined) void endProcessTree(pid)
  }
  signal.addEventListener('abort', end, { once: true })
  /** @type {number} */
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message)
      resolve(127)
    })
    child.once('exit', (status) => resolve(status ?? 1))
  })
  signal.removeEventListener('abort', end)
  if (pid !== undefined) await endProcessTree(pid) // what it left behind would go on talking below the summary
  return { code, ended }
}
