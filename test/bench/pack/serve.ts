import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { errorWords } from '../../../electron/core/error-words.ts'
import type { ProgramAnswer, ProgramTask } from './program-way.ts'

/** Does every task that comes until the parent has no more, and says what it took; `pack` returns the bytes it sent. */
export function serve(pack: (task: ProgramTask) => Promise<number>): void {
  process.on('message', (task: ProgramTask) => {
    void answerTo(task, pack).then((answer) => process.send?.(answer))
  })
}

async function answerTo(task: ProgramTask, pack: (task: ProgramTask) => Promise<number>): Promise<ProgramAnswer> {
  const pauses = watchPauses()
  try {
    const sentBytes = await pack(task)
    return { failure: null, sentBytes, ...pauses.longest(), peakBytes: await readPeakBytes() }
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : errorWords(error)
    return { failure: words, sentBytes: 0, pauseMs: 0, workMs: 0, peakBytes: 0 }
  } finally {
    pauses.end()
  }
}

const turnMs = 2

/** Takes the time between the turns of a short timer, and what of it the thread has run. */
function watchPauses(): { longest: () => Pick<ProgramAnswer, 'pauseMs' | 'workMs'>; end: () => void } {
  const longest = { pauseMs: 0, workMs: 0 }
  let [turnAt, ranMs] = [performance.now(), readRanMs()]
  const timer = setInterval(() => {
    const [now, ran] = [performance.now(), readRanMs()]
    longest.pauseMs = Math.max(longest.pauseMs, now - turnAt)
    longest.workMs = Math.max(longest.workMs, ran - ranMs)
    turnAt = now
    ranMs = ran
  }, turnMs)
  return { longest: () => longest, end: () => clearInterval(timer) }
}

/** How long the main thread has had a core until now. */
function readRanMs(): number {
  const [nanoseconds = '0'] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')
  return Number(nanoseconds) / 1e6
}

/** What `getrusage` tells is the parent's when that was larger. */
async function readPeakBytes(): Promise<number> {
  const [, kilobytes = '0'] = /^VmHWM:\s*(\d+) kB$/m.exec(await readFile('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
