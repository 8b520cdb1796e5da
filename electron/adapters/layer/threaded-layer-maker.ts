import { on } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { cancelled, fromErrorData } from '../../../shared/errors.ts'
import type { CodeFile } from '../../../shared/model/code-file.ts'
import type { LayerMaker } from '../../core/layer/code-layer.ts'
import { openLayer } from '../../core/layer/open-layer.ts'
import type { ThreadMessage, ThreadTask } from './thread-messages.ts'

export interface ThreadedLayerOptions {
  readonly cacheFolder: string
  /** The bundle of `layer-worker.ts`. */
  readonly workerPath: string
}

/** How long the end of a pack waits for what is only for the next one. */
const settleMs = 500
const patienceMs = 2000

/** Packs on a thread of its own for each layer, so that nothing else is held up. */
export function createThreadedLayerMaker({ cacheFolder, workerPath }: ThreadedLayerOptions): LayerMaker {
  return {
    async *makeLayer({ root, ignore, mainFile, signal }) {
      if (signal.aborted) throw cancelled()
      const task: ThreadTask = { root, ignore, mainFile, cacheFolder }
      const worker = new Worker(workerPath, { workerData: task })
      const ended = endOf(worker)
      const abort = (): void => worker.postMessage('abort')
      signal.addEventListener('abort', abort, { once: true })
      const files: CodeFile[] = []
      let isPacked = false
      try {
        for await (const message of messagesOf(worker)) {
          switch (message.type) {
            case 'step':
              yield message.step
              break
            case 'files':
              for (const file of message.files) files.push(file)
              break
            case 'packed': {
              isPacked = true
              const settled = Promise.race([ended, delay(settleMs, undefined, { ref: false })])
              return await openLayer({ ...message.packed, files }, { blobPath: message.blobPath, settled })
            }
            case 'failed':
              throw message.error === null ? new Error(message.words) : fromErrorData(message.error)
            case 'settled':
              break
          }
        }
        throw new Error('the packing thread has ended before its work')
      } finally {
        signal.removeEventListener('abort', abort)
        if (!isPacked) await stop(worker, ended)
      }
    },
  }
}

/** What a thread tells, until it ends; a thread that crashes is an error. */
async function* messagesOf(worker: Worker): AsyncGenerator<ThreadMessage, void> {
  // `close` ends the reading with the thread.
  for await (const [message] of on(worker, 'message', { close: ['exit'] })) yield message as ThreadMessage
}

/** It cleans up after itself, unless it is stuck. */
async function stop(worker: Worker, ended: Promise<void>): Promise<void> {
  worker.postMessage('abort')
  const patience = new AbortController()
  await Promise.race([ended, delay(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined)])
  patience.abort()
  await worker.terminate()
}

/** A crash after the last message must not end the process. */
function endOf(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.once('exit', () => resolve())
    worker.on('error', () => resolve())
  })
}
