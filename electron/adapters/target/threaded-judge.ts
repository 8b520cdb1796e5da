import { Worker } from 'node:worker_threads'
import { AppError, cancelled, fromErrorData } from '../../../shared/errors.ts'
import type { CodeJudge } from '../../core/ports/code-judge.ts'
import type { JudgeAnswer, JudgeOrder } from './judge-messages.ts'

/** No code that people write takes nearly as long. */
const longestMs = 180_000
/** Two grammars of Python take some tens of megabytes. */
const idleMs = 60_000

export interface ThreadedJudgeOptions {
  /** The bundle of `judge-worker.ts`. */
  readonly workerPath: string
  readonly limitMs?: number
}

type Order = JudgeOrder extends infer Each ? (Each extends JudgeOrder ? Omit<Each, 'id'> : never) : never

/** Reads code in a thread, one question after the other: a question that is not wanted any more ends the thread. */
export function createThreadedJudge({ workerPath, limitMs = longestMs }: ThreadedJudgeOptions): CodeJudge {
  let thread: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()
  let count = 0

  function start(): Worker {
    const started = new Worker(workerPath)
    // A crash between two questions must not end the process.
    started.on('error', () => undefined)
    started.once('exit', () => {
      if (thread === started) thread = null
    })
    return started
  }

  async function end(): Promise<void> {
    clearTimeout(idle)
    const ending = thread
    thread = null
    await ending?.terminate()
  }

  async function ask(order: Order, signal: AbortSignal): Promise<JudgeAnswer> {
    const before = last
    let settle = (): void => undefined
    last = new Promise<void>((resolve) => (settle = resolve))
    await before
    clearTimeout(idle)
    try {
      if (signal.aborted) throw cancelled()
      thread ??= start()
      thread.ref()
      return await answerOf(thread, order, signal)
    } catch (error) {
      await end()
      throw error
    } finally {
      thread?.unref()
      idle = setTimeout(() => void end(), idleMs).unref()
      settle()
    }
  }

  function answerOf(worker: Worker, order: Order, signal: AbortSignal): Promise<JudgeAnswer> {
    const id = (count += 1)
    return new Promise((resolve, reject) => {
      const fail = (words: string): void => {
        done()
        reject(new AppError('read-failed', { path: order.question.codePath, words }))
      }
      const onMessage = (answer: JudgeAnswer): void => {
        if (answer.id !== id) return
        done()
        resolve(answer)
      }
      const onError = (error: unknown): void => fail(String(error))
      const onExit = (): void => fail('the thread has ended')
      const onAbort = (): void => {
        done()
        reject(cancelled())
      }
      const limit = setTimeout(() => fail(`not read within ${limitMs / 1000} s`), limitMs)
      const done = (): void => {
        clearTimeout(limit)
        signal.removeEventListener('abort', onAbort)
        worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      }
      signal.addEventListener('abort', onAbort)
      worker.on('message', onMessage).on('error', onError).on('exit', onExit)
      worker.postMessage({ ...order, id })
    })
  }

  return {
    check: async (question, bases, signal) => {
      const answer = await ask({ type: 'check', question, bases }, signal)
      if (answer.type === 'report') return answer.report
      throw failure(answer, question.codePath)
    },
    modules: async ({ codePath, mainFile }, signal) => {
      const answer = await ask({ type: 'modules', question: { codePath, mainFile } }, signal)
      if (answer.type === 'modules') return answer.modules
      throw failure(answer, codePath)
    },
    close: end,
  }
}

function failure(answer: JudgeAnswer, path: string): AppError {
  if (answer.type !== 'failed') return new AppError('read-failed', { path, words: '' })
  return answer.error === null
    ? new AppError('read-failed', { path, words: answer.words })
    : fromErrorData(answer.error)
}
