import { AppError, fromErrorData, type ErrorData } from '../../../shared/errors.ts'
import type { TerminalEnd, TerminalOutput, TerminalSize } from '../../../shared/model/terminal.ts'
import type { ExecSpec, Terminal } from '../ports/container-work.ts'
import type { Engine } from '../ports/engine.ts'
import { OutputQueue } from './output-queue.ts'
import { ScrollBack } from './scroll-back.ts'

/** What is shown to who looks later. */
export const scrollBackBytes = 512 * 1024
const firstSize: TerminalSize = { columns: 80, rows: 24 }

export interface SessionOptions {
  readonly engine: Pick<Engine, 'openTerminal'>
  readonly container: string
  readonly shell: ExecSpec
  readonly signal: AbortSignal
}

/** A shell in a container, one after another if need be, and what it has shown; it lives on when nobody looks. */
export class TerminalSession {
  readonly #options: SessionOptions
  readonly #scrollBack = new ScrollBack(scrollBackBytes)
  readonly #readers = new Set<OutputQueue>()
  #size = firstSize
  #terminal: Terminal | null = null
  #starting: Promise<void> | null = null
  #problem: ErrorData | null = null
  #isClosed = false

  constructor(options: SessionOptions) {
    this.#options = options
  }

  get container(): string {
    return this.#options.container
  }

  /** A new one, unless there is one that runs. */
  async startShell(): Promise<void> {
    if (this.#terminal !== null) return
    this.#starting ??= this.#start().finally(() => (this.#starting = null))
    await this.#starting
  }

  /** What has been shown, then what comes, until the shell ends. A slow reader slows the program. */
  async *attach(size: TerminalSize, signal: AbortSignal): AsyncGenerator<TerminalOutput[], TerminalEnd> {
    const queue = new OutputQueue()
    const replay = this.#scrollBack.content().slice()
    if (this.#terminal === null) queue.end()
    else this.#readers.add(queue)
    try {
      await this.resize(size)
      if (replay.byteLength > 0) yield [{ kind: 'replay', bytes: replay }]
      for (let bytes = await queue.next(signal); bytes !== null; bytes = await queue.next(signal)) {
        yield [{ kind: 'output', bytes }]
      }
      if (this.#problem !== null) throw fromErrorData(this.#problem)
      return this.#isClosed ? 'closed' : 'exited'
    } finally {
      queue.end()
      this.#readers.delete(queue)
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#terminal?.write(bytes)
  }

  async resize(size: TerminalSize): Promise<void> {
    this.#size = size
    await this.#terminal?.resize(size)
  }

  close(): void {
    this.#isClosed = true
    this.#terminal?.close()
    this.#endReaders()
  }

  async #start(): Promise<void> {
    const { engine, container, shell, signal } = this.#options
    const terminal = await engine.openTerminal(container, { ...shell, ...this.#size }, signal)
    this.#problem = null
    this.#terminal = terminal
    void this.#follow(terminal)
  }

  async #follow(terminal: Terminal): Promise<void> {
    try {
      for await (const bytes of terminal.output) {
        this.#scrollBack.push(bytes)
        await Promise.all([...this.#readers].map((reader) => reader.push(bytes)))
      }
    } catch (error) {
      // Closed from here, or told to the readers.
      if (!this.#isClosed && error instanceof AppError) this.#problem = error.toData()
    }
    this.#terminal = null
    this.#endReaders()
  }

  #endReaders(): void {
    for (const reader of this.#readers) reader.end()
  }
}
