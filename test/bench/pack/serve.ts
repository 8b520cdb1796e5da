import { readFile } from 'node:fs/promises'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { errorWords } from '../../../electron/core/error-words.ts'
import type { ProgramAnswer, ProgramTask } from './program-way.ts'

/** Does every task that comes until the parent has no more, and says what it took; `pack` returns the bytes it sent. */
export function serve(pack: (task: ProgramTask) => Promise<number>): void {
  process.on('message', (task: ProgramTask) => {
    void answerTo(task, pack).then((answer) => process.send?.(answer))
  })
}

async function answerTo(task: ProgramTask, pack: (task: ProgramTask) => Promise<number>): Promise<ProgramAnswer> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  try {
    const sentBytes = await pack(task)
    delays.disable()
    return { failure: null, sentBytes, pauseMs: delays.max / 1e6, peakBytes: await readPeakBytes() }
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : errorWords(error)
    return { failure: words, sentBytes: 0, pauseMs: 0, peakBytes: 0 }
  }
}

/** What `getrusage` tells is the parent's when that was larger. */
async function readPeakBytes(): Promise<number> {
  const [, kilobytes = '0'] = /^VmHWM:\s*(\d+) kB$/m.exec(await readFile('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
