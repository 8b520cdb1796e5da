import { parentPort } from 'node:worker_threads'
import { AppError } from '../../../shared/errors.ts'
import { errorWords } from '../../core/error-words.ts'
import { checkTarget } from '../../core/target/check-target.ts'
import { modulesOfCode } from '../../core/target/modules-of.ts'
import type { JudgeAnswer, JudgeOrder } from './judge-messages.ts'

// The thread that reads training code. It is ended to stop it.
const { signal } = new AbortController()

parentPort?.on('message', (order: JudgeOrder) => {
  void answer(order)
    .catch((error: unknown): JudgeAnswer => {
      const data = error instanceof AppError ? (error as AppError).toData() : null
      return { id: order.id, type: 'failed', error: data, words: errorWords(error) }
    })
    .then((told) => parentPort?.postMessage(told))
})

async function answer(order: JudgeOrder): Promise<JudgeAnswer> {
  const { id, question } = order
  if (order.type === 'modules') return { id, type: 'modules', modules: await modulesOfCode(question, signal) }
  return { id, type: 'report', report: await checkTarget(order.question, { signal, ...order.bases }) }
}
