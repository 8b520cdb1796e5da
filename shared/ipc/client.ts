import { z } from 'zod'
import { AppError, cancelled, fromErrorData } from '../errors.ts'
import { IncomingStream, initialCredit, type StreamReading } from './client-stream.ts'
import type {
  CommandName,
  Contract,
  EventName,
  InputOf,
  ItemOf,
  OutputOf,
  PayloadOf,
  ResultOf,
  StreamName,
} from './define.ts'
import { parseReceived } from './parse.ts'
import type { MessagePortLike } from './port.ts'
import { describeIssues, MainFrame, type PageFrame, type ReplyFrame } from './wire.ts'

export interface RequestOptions {
  /** Aborting asks main to stop; the rejection, `cancelled`, comes once main has cleaned up. */
  readonly signal?: AbortSignal
}

/** An input that is nothing may be left out. */
type Arguments<Input> = undefined extends Input
  ? [input?: Input, options?: RequestOptions]
  : [input: Input, options?: RequestOptions]

/** Every rejection is an AppError. */
export interface ContractClient<C extends Contract> {
  call<Name extends CommandName<C>>(name: Name, ...rest: Arguments<InputOf<C[Name]>>): Promise<OutputOf<C[Name]>>
  open<Name extends StreamName<C>>(
    name: Name,
    ...rest: Arguments<InputOf<C[Name]>>
  ): StreamReading<ItemOf<C[Name]>, ResultOf<C[Name]>>
  /** Returns what ends the listening. */
  on<Name extends EventName<C>>(name: Name, listener: (payload: PayloadOf<C[Name]>) => void): () => void
  close(): void
}

export interface ConnectOptions {
  /** Told of messages from main that fit nothing. */
  readonly onInvalidMessage?: (error: AppError) => void
}

/** What waits for replies under one id. */
interface Pending {
  readonly take: (frame: ReplyFrame) => void
  readonly fail: (error: Error) => void
}

/** The page's end of the connection. */
export function connectContract<C extends Contract>(
  contract: C,
  port: MessagePortLike,
  options: ConnectOptions = {},
): ContractClient<C> {
  const pending = new Map<number, Pending>()
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  let nextId = 0
  let connected = true

  port.onClose(disconnect)
  port.onMessage(receive)

  function disconnect(): void {
    connected = false
    for (const { fail } of [...pending.values()]) fail(new AppError('connection-lost', {}))
  }

  function post(frame: PageFrame): void {
    if (connected) port.post(frame)
  }

  function receive(message: unknown): void {
    const { success, data: frame, error } = MainFrame.safeParse(message)
    if (!success) {
      options.onInvalidMessage?.(new AppError('invalid-message', { name: '', words: describeIssues(error) }))
    } else if (frame.type === 'event') {
      tellListeners(frame.name, frame.payload)
    } else {
      pending.get(frame.id)?.take(frame)
    }
  }

  function tellListeners(name: string, payload: unknown): void {
    const endpoint = Object.hasOwn(contract, name) ? contract[name] : undefined
    if (endpoint?.kind !== 'event') {
      options.onInvalidMessage?.(new AppError('unknown-name', { name }))
      return
    }
    const { success, data, error } = endpoint.payload.safeParse(payload)
    if (!success) options.onInvalidMessage?.(new AppError('invalid-message', { name, words: describeIssues(error) }))
    else for (const listener of [...(listeners.get(name) ?? [])]) listener(data)
  }

  /** Keeps what waits for the replies to a frame until it is settled, and sends the frame. */
  function send(frame: PageFrame, waiting: Pending, signal: AbortSignal | undefined): void {
    const { id } = frame
    const abort = (): void => post({ type: 'abort', id })
    const settle = (): void => {
      pending.delete(id)
      signal?.removeEventListener('abort', abort)
    }
    const fail = (error: Error): void => {
      settle()
      waiting.fail(error)
    }
    if (!connected || signal?.aborted === true) {
      waiting.fail(connected ? cancelled() : new AppError('connection-lost', {}))
      return
    }
    const take = (reply: ReplyFrame): void => {
      if (reply.type === 'error') {
        fail(fromErrorData(reply.error))
        return
      }
      try {
        waiting.take(reply)
        if (reply.type !== 'items') settle()
      } catch (error) {
        abort()
        fail(error instanceof Error ? error : new Error(String(error)))
      }
    }
    pending.set(id, { take, fail })
    signal?.addEventListener('abort', abort, { once: true })
    try {
      post(frame)
    } catch (error) {
      // A value that cannot be sent at all, such as a function.
      fail(new AppError('invalid-message', { name: 'name' in frame ? frame.name : '', words: String(error) }))
    }
  }

  function call(name: string, input?: unknown, { signal }: RequestOptions = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const endpoint = contract[name]
      if (endpoint?.kind !== 'command') throw new AppError('unknown-name', { name })
      const take = (reply: ReplyFrame): void => {
        if (reply.type !== 'answer') throw new AppError('invalid-message', { name, words: `a call got ${reply.type}` })
        resolve(parseReceived(endpoint.output, reply.output, name))
      }
      send({ type: 'call', id: nextId++, name, input }, { take, fail: reject }, signal)
    })
  }

  function open(name: string, input?: unknown, { signal }: RequestOptions = {}): StreamReading<unknown, unknown> {
    const endpoint = contract[name]
    if (endpoint?.kind !== 'stream') throw new AppError('unknown-name', { name })
    const id = nextId++
    const items = z.array(endpoint.item)
    const incoming = new IncomingStream({
      grant: (count) => post({ type: 'credit', id, count }),
      abort: () => post({ type: 'abort', id }),
    })
    const take = (reply: ReplyFrame): void => {
      if (reply.type === 'items') incoming.push(parseReceived(items, reply.items, name))
      else if (reply.type === 'end') incoming.end(parseReceived(endpoint.result, reply.result, name))
      else throw new AppError('invalid-message', { name, words: `a stream got ${reply.type}` })
    }
    send(
      { type: 'open', id, name, input, credit: initialCredit },
      { take, fail: (error) => incoming.fail(error) },
      signal,
    )
    return incoming
  }

  function on(name: string, listener: (payload: unknown) => void): () => void {
    const set = listeners.get(name) ?? new Set()
    listeners.set(name, set.add(listener))
    return () => void set.delete(listener)
  }

  // The methods work by the contract's schemas at run time; the interface gives each name its own types.
  return {
    call,
    open,
    on,
    close: () => {
      disconnect()
      port.close()
    },
  } as unknown as ContractClient<C>
}
