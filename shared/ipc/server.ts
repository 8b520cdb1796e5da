import { z } from 'zod'
import { AppError, cancelled, type ErrorData } from '../errors.ts'
import { Credit } from './credit.ts'
import type { CallContext, Contract, EventName, Handlers, PayloadOf } from './define.ts'
import { parseOwn, parseReceived } from './parse.ts'
import type { MessagePortLike } from './port.ts'
import { estimateSize } from './size.ts'
import {
  describeIssues,
  maxMessageBytes,
  PageFrame,
  RefusedFrame,
  shortName,
  type CallFrame,
  type MainFrame,
  type OpenFrame,
} from './wire.ts'

export interface ContractServer<C extends Contract> {
  emit<Name extends EventName<C>>(name: Name, payload: PayloadOf<C[Name]>): void
  /** Aborts whatever runs for this connection and closes the port. */
  close(): void
}

export interface ServeOptions<C extends Contract> {
  readonly contract: C
  readonly handlers: Handlers<C>
  readonly port: MessagePortLike
  /** Logs an error that nobody foresaw, or a message that nobody can be answered for, and gives what the page is told. */
  readonly onInternalError: (error: unknown) => AppError<'internal'>
}

/** Far more than a page has open; one that asks without end must not keep everybody else waiting. */
export const maxExchanges = 500

interface Exchange {
  readonly controller: AbortController
  readonly credit: Credit
}

type AnyHandler = (input: unknown, context: CallContext) => unknown
type AnyGenerator = AsyncGenerator<readonly unknown[], unknown>

/** Answers everything that comes over a port; each connection has its own server. */
export function serveContract<C extends Contract>(options: ServeOptions<C>): ContractServer<C> {
  const { contract, port, onInternalError } = options
  // The contract's types tie each handler to its name; here names are only known when the message comes.
  const handlers = options.handlers as unknown as Readonly<Record<string, AnyHandler>>
  const exchanges = new Map<number, Exchange>()
  let connected = true

  port.onClose(disconnect)
  port.onMessage(receive)
  return { emit, close }

  function emit(name: EventName<C>, payload: unknown): void {
    try {
      const endpoint = contract[name]
      if (endpoint?.kind !== 'event') throw new Error(`${name} is no event`)
      post({ type: 'event', name, payload: parseOwn(endpoint.payload, payload, name) })
    } catch (error) {
      onInternalError(error)
    }
  }

  function close(): void {
    disconnect()
    port.close()
  }

  function disconnect(): void {
    connected = false
    for (const { controller } of exchanges.values()) controller.abort(cancelled())
  }

  function post(frame: MainFrame): void {
    if (connected) port.post(frame)
  }

  function receive(message: unknown): void {
    if (!connected) return
    const sizeBytes = estimateSize(message, maxMessageBytes)
    if (sizeBytes > maxMessageBytes) {
      refuse(message, (name) => new AppError('message-too-large', { name, sizeBytes, limitBytes: maxMessageBytes }))
      return
    }
    const { success, data: frame, error } = PageFrame.safeParse(message)
    if (!success) {
      refuse(message, (name) => new AppError('invalid-message', { name, words: describeIssues(error) }))
    } else if (frame.type === 'credit') {
      exchanges.get(frame.id)?.credit.add(frame.count)
    } else if (frame.type === 'abort') {
      exchanges.get(frame.id)?.controller.abort(cancelled())
    } else if (exchanges.has(frame.id)) {
      onInternalError(new AppError('invalid-message', { name: shortName(frame.name), words: 'the id is in use' }))
    } else if (exchanges.size >= maxExchanges) {
      const error = new AppError('too-many-exchanges', { limit: maxExchanges })
      post({ type: 'error', id: frame.id, error: error.toData() })
    } else {
      void begin(frame)
    }
  }

  function refuse(message: unknown, makeError: (name: string) => AppError): void {
    const head = RefusedFrame.safeParse(message)
    const error = makeError(head.success ? shortName(head.data.name) : '')
    if (head.success && !exchanges.has(head.data.id)) post({ type: 'error', id: head.data.id, error: error.toData() })
    else onInternalError(error)
  }

  async function begin(frame: CallFrame | OpenFrame): Promise<void> {
    const controller = new AbortController()
    const exchange = { controller, credit: new Credit(frame.type === 'open' ? frame.credit : 0) }
    exchanges.set(frame.id, exchange)
    try {
      post(frame.type === 'call' ? await answer(frame, controller.signal) : await run(frame, exchange))
    } catch (error) {
      post({ type: 'error', id: frame.id, error: tell(error, controller.signal) })
    } finally {
      exchanges.delete(frame.id)
    }
  }

  function tell(error: unknown, signal: AbortSignal): ErrorData {
    if (error instanceof AppError) return error.toData()
    if (signal.aborted && error instanceof Error && error.name === 'AbortError') return cancelled().toData()
    return onInternalError(error).toData()
  }

  function handlerOf(name: string): AnyHandler {
    const handler = handlers[name]
    if (handler === undefined) throw new Error(`${name} has no handler`)
    return handler
  }

  async function answer({ id, name, input }: CallFrame, signal: AbortSignal): Promise<MainFrame> {
    const endpoint = Object.hasOwn(contract, name) ? contract[name] : undefined
    if (endpoint?.kind !== 'command') throw new AppError('unknown-name', { name: shortName(name) })
    const output = await handlerOf(name)(parseReceived(endpoint.input, input, name), { signal })
    return { type: 'answer', id, output: parseOwn(endpoint.output, output, name) }
  }

  async function run({ id, name, input }: OpenFrame, { controller, credit }: Exchange): Promise<MainFrame> {
    const { signal } = controller
    const endpoint = Object.hasOwn(contract, name) ? contract[name] : undefined
    if (endpoint?.kind !== 'stream') throw new AppError('unknown-name', { name: shortName(name) })
    const items = z.array(endpoint.item)
    const generator = handlerOf(name)(parseReceived(endpoint.input, input, name), { signal }) as AnyGenerator
    try {
      for (;;) {
        await credit.available(signal)
        const step = await generator.next()
        if (step.done === true) return { type: 'end', id, result: parseOwn(endpoint.result, step.value, name) }
        signal.throwIfAborted()
        if (step.value.length === 0) continue
        credit.spend()
        post({ type: 'items', id, items: parseOwn(items, step.value, name) })
      }
    } finally {
      // Nothing is told to the page before the generator has cleaned up.
      await generator.return(undefined)
    }
  }
}
