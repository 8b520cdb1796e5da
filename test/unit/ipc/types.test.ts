import { describe, expectTypeOf, it } from 'vitest'
import type { ContractClient } from '../../../shared/ipc/client.ts'
import type { Handlers } from '../../../shared/ipc/define.ts'
import type { ContractServer } from '../../../shared/ipc/server.ts'
import { sampleHandlers, type SampleContract } from './sample-contract.ts'

type Client = ContractClient<SampleContract>

/** Never run: what is said here is checked by the compiler. */
function misuse(client: Client, server: ContractServer<SampleContract>): void {
  // @ts-expect-error no such command
  void client.call('triple', { value: 1 })
  // @ts-expect-error a stream is not called
  void client.call('count', { upTo: 1 })
  // @ts-expect-error a command is not opened
  client.open('double', { value: 1 })
  // @ts-expect-error a wrong input
  void client.call('double', { value: '1' })
  // @ts-expect-error a missing input
  void client.call('double')
  // @ts-expect-error an input where there is none
  void client.call('person', { name: '' })
  // @ts-expect-error no such event
  client.on('double', () => undefined)
  // @ts-expect-error a wrong payload
  server.emit('changed', { name: 5 })
  const { double, ...rest } = sampleHandlers
  // @ts-expect-error a missing handler
  const missing: Handlers<SampleContract> = rest
  // @ts-expect-error a handler of the wrong output
  const wrong: Handlers<SampleContract> = { ...rest, double: () => 'text' }
  expectTypeOf([double, missing, wrong]).toBeArray()
}

describe('the types of a contract', () => {
  it('follow from its schemas', () => {
    expectTypeOf(misuse).toBeFunction()
    expectTypeOf((client: Client) => client.call('double', { value: 1 })).returns.resolves.toBeNumber()
    expectTypeOf((client: Client) => client.call('person')).returns.resolves.toEqualTypeOf<{ name: string }>()
    expectTypeOf((client: Client, signal: AbortSignal) =>
      client.call('person', undefined, { signal }),
    ).returns.resolves.toEqualTypeOf<{ name: string }>()
    expectTypeOf((client: Client) => client.open('count', { upTo: 1 }).result).returns.resolves.toBeString()
    expectTypeOf<Parameters<Handlers<SampleContract>['count']>[0]>().toEqualTypeOf<{ upTo: number }>()
  })
})
