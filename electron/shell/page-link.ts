import type { Contract } from '../../shared/ipc/define.ts'
import type { MessagePortLike } from '../../shared/ipc/port.ts'
import type { ContractServer } from '../../shared/ipc/server.ts'

/** Answers a page over its port. */
export type Backend<C extends Contract> = (port: MessagePortLike) => ContractServer<C>

/** The one connection to the page; a new one, after a reload, takes the place of the old. */
export class PageLink<C extends Contract> {
  #backend: Backend<C> | null = null
  #port: MessagePortLike | null = null
  #server: ContractServer<C> | null = null

  /** Heard by nobody while no page is connected. */
  readonly emit: ContractServer<C>['emit'] = (name, payload) => this.#server?.emit(name, payload)

  connect(port: MessagePortLike): void {
    this.#server?.close()
    this.#port?.close()
    this.#port = port
    this.#attach()
  }

  /** From now on pages are answered; what a page asked before waited in its port. */
  serve(backend: Backend<C>): void {
    this.#backend = backend
    this.#attach()
  }

  #attach(): void {
    const [backend, port] = [this.#backend, this.#port]
    this.#server = backend === null || port === null ? null : backend(port)
  }
}
