import { setImmediate as nextTurn } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '../../../shared/errors.ts'
import { errorWords } from '../../core/error-words.ts'
import { createLayerCache } from '../../core/layer/layer-cache.ts'
import { packCode } from '../../core/layer/pack-code.ts'
import type { ThreadMessage, ThreadTask } from './thread-messages.ts'

// The thread that packs code: started with a task, it ends with it.
const filesAtOnce = 2000
const stepMs = 50

const stop = new AbortController()
parentPort?.once('message', () => stop.abort())

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message)
}

async function work({ cacheFolder, ...options }: ThreadTask): Promise<void> {
  const packing = packCode({ ...options, signal: stop.signal }, createLayerCache({ folder: cacheFolder }))
  let toldAt = 0
  let step = await packing.next()
  for (; step.done !== true; step = await packing.next()) {
    const isDue = step.value.type !== 'packing' || performance.now() - toldAt > stepMs
    if (!isDue) continue
    toldAt = performance.now()
    tell({ type: 'step', step: step.value })
  }
  const { packed, blobPath, settle } = step.value
  const { files, ...rest } = packed
  for (let start = 0; start < files.length; start += filesAtOnce) {
    tell({ type: 'files', files: files.slice(start, start + filesAtOnce) })
    await nextTurn()
  }
  tell({ type: 'packed', packed: rest, blobPath })
  await settle()
}

function failure(error: unknown): ThreadMessage {
  if (error instanceof AppError) return { type: 'failed', error: (error as AppError).toData(), words: '' }
  const words = error instanceof Error ? (error.stack ?? error.message) : errorWords(error)
  return { type: 'failed', error: null, words }
}

void work(workerData as ThreadTask)
  .then(() => tell({ type: 'settled' }))
  .catch((error: unknown) => tell(failure(error)))
  .finally(() => parentPort?.close())
