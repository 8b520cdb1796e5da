import type { MessagePortLike } from '../../shared/ipc/port.ts'

type Listener = (message: unknown) => void

/** One end of a pair in memory that copies messages as real ports do and delivers them later, in order. */
class MemoryPort implements MessagePortLike {
  /** Every message that reached this end. */
  readonly received: unknown[] = []
  #peer: MemoryPort | null = null
  #closed = false
  #listener: Listener | null = null
  #waiting: unknown[] = []
  readonly #closeListeners: (() => void)[] = []

  static pair(): [MemoryPort, MemoryPort] {
    const [first, second] = [new MemoryPort(), new MemoryPort()]
    first.#peer = second
    second.#peer = first
    return [first, second]
  }

  post(message: unknown): void {
    const copy = structuredClone(message)
    const peer = this.#peer
    if (!this.#closed && peer !== null) setImmediate(() => peer.#deliver(copy))
  }

  onMessage(listener: Listener): void {
    this.#listener = listener
    for (const message of this.#waiting.splice(0)) listener(message)
  }

  onClose(listener: () => void): void {
    this.#closeListeners.push(listener)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    const peer = this.#peer
    if (peer !== null) setImmediate(() => peer.#hearClose())
  }

  #deliver(message: unknown): void {
    if (this.#closed) return
    this.received.push(message)
    if (this.#listener === null) this.#waiting.push(message)
    else this.#listener(message)
  }

  #hearClose(): void {
    if (this.#closed) return
    this.#closed = true
    for (const listener of this.#closeListeners) listener()
  }
}

export function memoryPorts(): { page: MemoryPort; main: MemoryPort } {
  const [page, main] = MemoryPort.pair()
  return { page, main }
}
