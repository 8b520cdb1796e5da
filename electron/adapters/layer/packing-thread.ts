import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ThreadMessage, ThreadOrder, ThreadTask } from './thread-messages.ts'

/** For a thread to clean up after itself. */
const patienceMs = 800

/** A thread that packs one folder after the other; it keeps the process from ending only while it has a task. */
export class PackingThread {
  readonly #worker: Worker
  readonly #ended: Promise<void>
  #hasEnded = false
  /** Ends with the task at hand. */
  #settled: Promise<void> = Promise.resolve()

  /** `program` is the bundle of `layer-worker.ts`. */
  constructor(program: string) {
    this.#worker = new Worker(program)
    this.#worker.unref()
    this.#ended = new Promise((resolve) => {
      // A crash after the last message must not end the process.
      this.#worker.on('error', () => resolve())
      this.#worker.once('exit', () => resolve())
    })
    void this.#ended.then(() => (this.#hasEnded = true))
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** Ends once all that is left of a task is on the disk, or the thread has ended. */
  get settled(): Promise<void> {
    return this.#settled
  }

  /** What the thread tells of a task, `settled` left out; ends early when the thread crashes. */
  async *run(task: ThreadTask): AsyncGenerator<ThreadMessage, void> {
    // `close` ends the reading with the thread.
    const messages = on(this.#worker, 'message', { close: ['exit'] })
    this.#settled = this.#waitUntilSettled()
    this.#tell({ type: 'pack', task })
    for await (const [message] of messages as AsyncIterable<[ThreadMessage]>) {
      if (message.type === 'settled') return
      yield message
    }
  }

  /** Asks for more of what comes after the layer. */
  askForMore(): void {
    this.#tell({ type: 'more' })
  }

  /** Ends the task, and the thread with it when it is stuck. */
  abort(): void {
    this.#tell({ type: 'abort' })
    const end = setTimeout(() => void this.#worker.terminate(), patienceMs)
    void this.#settled.then(() => clearTimeout(end))
  }

  async stop(): Promise<void> {
    this.abort()
    await this.#settled
    await this.#worker.terminate()
  }

  #tell(order: ThreadOrder): void {
    this.#worker.postMessage(order)
  }

  async #waitUntilSettled(): Promise<void> {
    this.#worker.ref()
    let listen: ((message: ThreadMessage) => void) | undefined
    const told = new Promise<void>((resolve) => {
      listen = ({ type }) => {
        if (type === 'settled') resolve()
      }
      this.#worker.on('message', listen)
    })
    await Promise.race([told, this.#ended])
    if (listen !== undefined) this.#worker.off('message', listen)
    this.#worker.unref()
  }
}
