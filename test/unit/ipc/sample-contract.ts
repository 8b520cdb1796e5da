import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { connectContract, type ContractClient } from '../../../shared/ipc/client.ts'
import { command, event, stream, type Handlers } from '../../../shared/ipc/define.ts'
import { serveContract, type ContractServer } from '../../../shared/ipc/server.ts'
import { memoryPorts } from '../../support/memory-port.ts'

const nothing = z.void()

/** A contract with one endpoint for each thing the transport has to do. */
export const sampleContract = {
  double: command(z.object({ value: z.number() }), z.number()),
  person: command(nothing, z.object({ name: z.string() })),
  wait: command(nothing, z.string()),
  count: stream(z.object({ upTo: z.number().int() }), z.number(), z.string()),
  follow: stream(nothing, z.string(), nothing),
  changed: event(z.object({ name: z.string() })),
} as const
export type SampleContract = typeof sampleContract
type SampleHandlers = Handlers<SampleContract>

export const sampleHandlers: SampleHandlers = {
  double: ({ value }) => value * 2,
  person: () => ({ name: 'Ada' }),
  wait: () => 'done',
  count: async function* ({ upTo }) {
    for (let value = 0; value < upTo; value += 1) yield await Promise.resolve([value])
    return 'counted'
  },
  follow: async function* () {
    yield await Promise.resolve(['one'])
  },
}

export interface Connection {
  readonly client: ContractClient<SampleContract>
  readonly server: ContractServer<SampleContract>
  readonly ports: ReturnType<typeof memoryPorts>
  readonly internalErrors: { readonly error: unknown; readonly id: string }[]
  readonly invalidMessages: Error[]
}

export function connectSample(handlers: Partial<SampleHandlers> = {}): Connection {
  const ports = memoryPorts()
  const internalErrors: { error: unknown; id: string }[] = []
  const invalidMessages: Error[] = []
  const server = serveContract({
    contract: sampleContract,
    handlers: { ...sampleHandlers, ...handlers },
    port: ports.main,
    onInternalError: (error) => {
      const id = String(internalErrors.length)
      internalErrors.push({ error, id })
      return new AppError('internal', { id })
    },
  })
  const client = connectContract(sampleContract, ports.page, {
    onInvalidMessage: (error) => invalidMessages.push(error),
  })
  return { client, server, ports, internalErrors, invalidMessages }
}

/** Lets every message under way arrive and be dealt with. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
