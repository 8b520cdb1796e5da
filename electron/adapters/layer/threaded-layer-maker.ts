import { setTimeout as delay } from 'node:timers/promises'
import { cancelled, fromErrorData } from '../../../shared/errors.ts'
import type { CodeFile } from '../../../shared/model/code-file.ts'
import type { LayerMaker } from '../../core/layer/code-layer.ts'
import { createLayerCache } from '../../core/layer/layer-cache.ts'
import { openKeptLayer, openLayer } from '../../core/layer/open-layer.ts'
import { PackingThread } from './packing-thread.ts'
import type { ThreadMessage, ThreadTask } from './thread-messages.ts'

export interface ThreadedLayerOptions {
  readonly cacheFolder: string
  /** The bundle of `layer-worker.ts`. */
  readonly workerPath: string
  /** How long a thread waits for another folder before it is ended. */
  readonly idleMs?: number
}

/** How long the end of a pack waits for what is only for the next one; there is next to none where the code was kept. */
const settleMs = 500
const unref = { ref: false }
const nothing = Promise.resolve()

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
      const messages = thread.run(task)
      let isPacked = false
      try {
        for (;;) {
          const { done, value: message } = await messages.next()
          if (done === true) throw earlyEnd(signal)
          if (message.type === 'failed') throw failureOf(message)
          if (message.type === 'step') yield message.step
          if (message.type !== 'packed') continue
          const { packed, blobPath } = message
          const settled = packed.wasKept ? nothing : Promise.race([thread.settled, delay(settleMs, undefined, unref)])
          const layer = await openLayer(packed, { blobPath, settled })
          isPacked = true
          void thread.settled.then(() => giveBack(thread))
          const files = collectFiles(thread, messages)
          // Whoever waits for them hears of it.
          files.catch(() => undefined)
          return { ...layer, files }
        }
      } finally {
        signal.removeEventListener('abort', abort)
        if (!isPacked) await thread.stop()
      }
    },
    openKept: (codeDigest) => openKeptLayer(createLayerCache({ folder: cacheFolder }), codeDigest),
  }
}

/** What comes after the layer. */
async function collectFiles(thread: PackingThread, messages: AsyncIterable<ThreadMessage>): Promise<CodeFile[]> {
  const files: CodeFile[] = []
  thread.askForMore()
  for await (const message of messages) {
    if (message.type === 'failed') throw failureOf(message)
    if (message.type !== 'files') continue
    for (const file of message.files) files.push(file)
    if (message.areLast) return files
    thread.askForMore()
  }
  throw new Error('the packing thread has ended before it told of all files')
}

function failureOf({ error, words }: Extract<ThreadMessage, { type: 'failed' }>): Error {
  return error === null ? new Error(words) : fromErrorData(error)
}

function earlyEnd(signal: AbortSignal): Error {
  return signal.aborted ? cancelled() : new Error('the packing thread has ended before its work')
}
