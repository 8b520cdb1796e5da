import { setTimeout as delay } from 'node:timers/promises'
import { cancelled, fromErrorData } from '../../../shared/errors.ts'
import type { CodeFile } from '../../../shared/model/code-file.ts'
import type { LayerMaker } from '../../core/layer/code-layer.ts'
import { openLayer } from '../../core/layer/open-layer.ts'
import { PackingThread } from './packing-thread.ts'
import type { ThreadTask } from './thread-messages.ts'

export interface ThreadedLayerOptions {
  readonly cacheFolder: string
  /** The bundle of `layer-worker.ts`. */
  readonly workerPath: string
  /** How long a thread waits for another folder before it is ended. */
  readonly idleMs?: number
}

/** How long the end of a pack waits for what is only for the next one. */
const settleMs = 500

/**
 * Packs on threads, so that nothing else is held up: one for each folder that is packed at the same time. The last one
 * waits a while for the next folder, since starting a thread takes longer than packing a small one.
 */
export function createThreadedLayerMaker(options: ThreadedLayerOptions): LayerMaker {
  const { cacheFolder, workerPath, idleMs = 5 * 60_000 } = options
  let idle: { readonly thread: PackingThread; readonly end: NodeJS.Timeout } | null = null

  const take = (): PackingThread => {
    if (idle === null || idle.thread.hasEnded) return new PackingThread(workerPath)
    const { thread, end } = idle
    clearTimeout(end)
    idle = null
    return thread
  }
  const giveBack = (thread: PackingThread): void => {
    if (idle !== null && !idle.thread.hasEnded) {
      void thread.stop()
      return
    }
    const stop = (): void => {
      idle = null
      void thread.stop()
    }
    idle = { thread, end: setTimeout(stop, idleMs).unref() }
  }

  return {
    async *makeLayer({ root, ignore, mainFile, signal }) {
      if (signal.aborted) throw cancelled()
      const task: ThreadTask = { root, ignore, mainFile, cacheFolder }
      const thread = take()
      const abort = (): void => thread.abort()
      signal.addEventListener('abort', abort, { once: true })
      const files: CodeFile[] = []
      let isPacked = false
      try {
        for await (const message of thread.run(task)) {
          switch (message.type) {
            case 'step':
              yield message.step
              break
            case 'files':
              for (const file of message.files) files.push(file)
              break
            case 'packed': {
              isPacked = true
              void thread.settled.then(() => giveBack(thread))
              const settled = Promise.race([thread.settled, delay(settleMs, undefined, { ref: false })])
              return await openLayer({ ...message.packed, files }, { blobPath: message.blobPath, settled })
            }
            case 'failed':
              throw message.error === null ? new Error(message.words) : fromErrorData(message.error)
            case 'settled':
              break
          }
        }
        throw earlyEnd(signal)
      } finally {
        signal.removeEventListener('abort', abort)
        if (!isPacked) await thread.stop()
      }
    },
  }
}

function earlyEnd(signal: AbortSignal): Error {
  return signal.aborted ? cancelled() : new Error('the packing thread has ended before its work')
}
