import { parentPort } from 'node:worker_threads'
import { AppError } from '../../../shared/errors.ts'
import { errorWords } from '../../core/error-words.ts'
import { createLayerCache } from '../../core/layer/layer-cache.ts'
import { packCode } from '../../core/layer/pack-code.ts'
import type { ThreadMessage, ThreadOrder, ThreadTask } from './thread-messages.ts'

// The thread that packs code, one folder after the other.
const filesAtOnce = 2000
const stepMs = 50

let stop = new AbortController()
let giveMore = (): void => undefined
parentPort?.on('message', (order: ThreadOrder) => {
  if (order.type !== 'pack') {
    if (order.type === 'abort') stop.abort()
    giveMore()
    return
  }
  stop = new AbortController()
  void work(order.task, stop.signal)
    .catch((error: unknown) => tell(failure(error)))
    .finally(() => tell({ type: 'settled' }))
})

function untilMoreIsAskedFor(): Promise<void> {
  return new Promise((resolve) => (giveMore = resolve))
}

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message)
}

async function work({ cacheFolder, ...options }: ThreadTask, signal: AbortSignal): Promise<void> {
  const packing = packCode({ ...options, signal }, createLayerCache({ folder: cacheFolder }))
  let toldAt = 0
  let step = await packing.next()
  for (; step.done !== true; step = await packing.next()) {
    const isDue = step.value.type !== 'packing' || performance.now() - toldAt > stepMs
    if (!isDue) continue
    toldAt = performance.now()
    tell({ type: 'step', step: step.value })
  }
  const { packed, blobPath, listFiles, settle } = step.value
  let asked = untilMoreIsAskedFor()
  tell({ type: 'packed', packed, blobPath })
  const files = listFiles()
  for (let start = 0; start < files.length; start += filesAtOnce) {
    const areLast = start + filesAtOnce >= files.length
    await asked
    if (signal.aborted) break
    asked = untilMoreIsAskedFor()
    tell({ type: 'files', files: files.slice(start, start + filesAtOnce), areLast })
  }
  await settle()
}

function failure(error: unknown): ThreadMessage {
  if (error instanceof AppError) return { type: 'failed', error: (error as AppError).toData(), words: '' }
  const words = error instanceof Error ? (error.stack ?? error.message) : errorWords(error)
  return { type: 'failed', error: null, words }
}
