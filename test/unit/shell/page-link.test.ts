import { expect, it } from 'vitest'
import { PageLink, type Backend } from '../../../electron/shell/page-link.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectContract, type ContractClient } from '../../../shared/ipc/client.ts'
import { serveContract } from '../../../shared/ipc/server.ts'
import { memoryPorts } from '../../support/memory-port.ts'
import { sampleContract, sampleHandlers, settle, type SampleContract } from '../ipc/sample-contract.ts'

const backend: Backend<SampleContract> = (port) =>
  serveContract({
    contract: sampleContract,
    handlers: sampleHandlers,
    onInternalError: () => new AppError('internal', { id: '' }),
    port,
  })

function openPage(link: PageLink<SampleContract>): ContractClient<SampleContract> {
  const { page, main } = memoryPorts()
  link.connect(main)
  return connectContract(sampleContract, page)
}

it('answers what a page asked before there was anybody to answer', async () => {
  const link = new PageLink<SampleContract>()
  const answer = openPage(link).call('double', { value: 4 })
  await settle()
  link.serve(backend)
  expect(await answer).toBe(8)
})

it('ends the old connection when a reloaded page asks for a new one', async () => {
  const link = new PageLink<SampleContract>()
  link.serve(backend)
  const first = openPage(link)
  expect(await first.call('double', { value: 1 })).toBe(2)
  const second = openPage(link)
  expect(await second.call('double', { value: 2 })).toBe(4)
  await expect(first.call('double', { value: 1 })).rejects.toMatchObject({ code: 'connection-lost' })
})

it('serves only the last of two pages that came before there was anybody to answer', async () => {
  const link = new PageLink<SampleContract>()
  const call = expect(openPage(link).call('person')).rejects.toMatchObject({ code: 'connection-lost' })
  const second = openPage(link)
  link.serve(backend)
  await call
  expect(await second.call('person')).toEqual({ name: 'Ada' })
})

it('tells events to the page that is there', async () => {
  const link = new PageLink<SampleContract>()
  link.serve(backend)
  link.emit('changed', { name: 'nobody hears' })
  const client = openPage(link)
  const heard: string[] = []
  client.on('changed', ({ name }) => heard.push(name))
  link.emit('changed', { name: 'a' })
  await settle()
  expect(heard).toEqual(['a'])
})
