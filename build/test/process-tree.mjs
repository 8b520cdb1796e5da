// @ts-check
import { setTimeout as delay } from 'node:timers/promises'
import { run } from '../setup/run-command.mjs'

const GRACE_MS = 5_000

/**
 * Ends a process group and every descendant that has left it (browsers do), politely first.
 * @param {number} leader pid of the group's first process, which may be gone already
 */
export async function endProcessTree(leader) {
  const pids = await listTree(leader)
  for (const pid of pids) signal(pid, 'SIGTERM')
  const deadline = Date.now() + GRACE_MS
  while (Date.now() < deadline && (await listAlive()).some(({ pid }) => pids.includes(pid))) await delay(100)
  for (const pid of pids) signal(pid, 'SIGKILL')
}

/** @param {number} leader */
async function listTree(leader) {
  const all = await listAlive()
  const found = new Set(all.filter(({ pid, group }) => pid === leader || group === leader).map(({ pid }) => pid))
  let before
  do {
    before = found.size
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid)
  } while (found.size > before)
  return [...found]
}

/** Every process that runs; a dead one that nobody has waited for cannot be ended again. */
async function listAlive() {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat='])
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state = '']) => !state.startsWith('Z'))
    .map(([pid, parent, group]) => ({ pid: Number(pid), parent: Number(parent), group: Number(group) }))
}

/** @param {number} pid @param {NodeJS.Signals} name */
function signal(pid, name) {
  try {
    process.kill(pid, name)
  } catch {
    // it has ended by itself
  }
}
