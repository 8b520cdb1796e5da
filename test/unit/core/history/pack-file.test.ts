import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createHistoryService } from '../../../../electron/core/history/history-service.ts'
import { AccountId } from '../../../../shared/model/ids.ts'
import type { PackFile } from '../../../../shared/model/pack-file.ts'
import { noPackFilter } from '../../../../shared/model/pack-record.ts'
import { collect } from '../../../support/collect.ts'
import { filesOf, never, openHistoryBench, samplePackJob } from '../../../support/history-bench.ts'
import { samplePackRequest } from '../../../support/samples.ts'
import { writeFiles } from '../../../support/temporary-folder.ts'

async function openService() {
  const bench = await openHistoryBench()
  const onChanged = (): void => undefined
  const redact = (text: string): string => text.replaceAll('secret-canary', '***')
  return { ...bench, history: createHistoryService({ ...bench, badges: { find: () => null }, redact, onChanged }) }
}

const line = '2025-01-31T12:00:00.000Z o 第 1 轮 "a\\b" 😀\r'
const log = `${`${line}\n`.repeat(5000)}2025-01-31T12:00:00.000Z o --token=secret-canary\n${line}`

async function exported(withCode: boolean) {
  const bench = await openService()
  const root = join(bench.folder, 'code')
  await writeFiles(root, { 'train.py': 'print()\n', 'lib/net.py': 'net' })
  const request = samplePackRequest({ publicKey: 'public-canary', accountId: AccountId.parse('account-1') })
  bench.jobStore.insert(samplePackJob('1'), {
    ...request,
    project: { ...request.project, trainParams: '--token=secret-canary' },
  })
  const id = samplePackJob('1').id
  bench.store.addPush(id, { reference: 'uhub.ucloud.cn/demo/x:1', digest: 'sha256:dd', at: 3, accountName: 'one' })
  await bench.keeper.keep(id, { root, files: await filesOf(root) }, never)
  await bench.logs.keep(id, log)
  const path = join(bench.folder, 'record.uaipack')
  await writeFile(
    path,
    (await collect((await bench.history.fileText(id, withCode)) as AsyncGenerator<string>)).items.join(''),
  )
  return { path, root }
}

it('gives a record away and takes it in, with its code, and with nothing that is secret', async () => {
  const { path, root } = await exported(true)
  const text = await readFile(path, 'utf8')
  expect(text).not.toContain('secret-canary')
  expect(text).not.toContain('public-canary')
  const other = await openService()
  const id = await other.history.importFile(path, never)
  expect(other.store.list(noPackFilter, { offset: 0, limit: 9 }).rows).toMatchObject([
    { id, origin: 'imported', state: 'succeeded', projectId: null, pushCount: 1 },
  ])
  expect(other.history.record(id)).toMatchObject({ codeState: 'kept', hasFiles: true, hasLog: true })
  const kept = (await collect(other.logs.read(id))).items.join('')
  expect(kept).toBe(`${`${line}\n`.repeat(5000)}2025-01-31T12:00:00.000Z o --token=***\n`)
  const restored = join(other.folder, 'restored')
  await collect(other.history.restore(id, restored, never))
  expect(await filesOf(restored)).toEqual(await filesOf(root))
})

it('takes in a record without its code', async () => {
  const { path } = await exported(false)
  const other = await openService()
  const id = await other.history.importFile(path, never)
  expect(other.history.record(id)).toMatchObject({ codeState: 'pruned', hasFiles: true })
  await expect(collect(other.history.restore(id, join(other.folder, 'x'), never))).rejects.toMatchObject({
    code: 'not-found',
  })
})

it('takes in a file that an earlier version wrote, which has no log', async () => {
  const { path } = await exported(true)
  const content = JSON.parse(await readFile(path, 'utf8')) as Partial<PackFile>
  delete content.log
  await writeFile(path, JSON.stringify(content))
  const other = await openService()
  const id = await other.history.importFile(path, never)
  expect(other.history.record(id)).toMatchObject({ codeState: 'kept', hasLog: false })
})

it('keeps nothing of code that is not what its digest says, or that unpacks to more than it says', async () => {
  const { path } = await exported(true)
  const content = JSON.parse(await readFile(path, 'utf8')) as PackFile
  const [one = '', two = ''] = Object.keys(content.code)
  const swapped = { ...content, code: { [one]: content.code[two], [two]: content.code[one] } }
  await writeFile(path, JSON.stringify(swapped))
  const other = await openService()
  const id = await other.history.importFile(path, never)
  expect(other.history.record(id).codeState).toBe('pruned')
  expect([other.vault.has(one), other.vault.has(two)]).toEqual([false, false])
})

it.each([
  ['no JSON', 'nothing'],
  ['another format', '{"format":"other"}'],
  ['half a file', '{"format":"uai-train-packer/pack","version":1'],
])('refuses %s', async (_, text) => {
  const { folder, history, store } = await openService()
  await writeFile(join(folder, 'x.uaipack'), text)
  await expect(history.importFile(join(folder, 'x.uaipack'), never)).rejects.toMatchObject({
    code: 'pack-file-invalid',
  })
  expect(store.list(noPackFilter, { offset: 0, limit: 9 }).total).toBe(0)
})

it('forgets a pack with its tests and with the code that no other has', async () => {
  const { history, store, jobStore, keeper, vault, addPack, folder } = await openService()
  const root = join(folder, 'code')
  await writeFiles(root, { 'a.py': 'only here' })
  const id = addPack('1')
  const files = await filesOf(root)
  await keeper.keep(id, { root, files }, never)
  const options = {
    sharedMemoryMb: null,
    gpus: { kind: 'all' },
    environment: [],
    cpus: null,
    memoryMb: null,
    user: 'own',
  } as const
  const test = { packJobId: id, target: 'cpu', options: { ...options, environment: [] } } as const
  jobStore.insert(
    samplePackJob('t', { kind: 'test', test: { ...test, options: { ...test.options, environment: [] } } }),
    null,
  )
  await history.remove(id)
  expect(store.list(noPackFilter, { offset: 0, limit: 9 }).total).toBe(0)
  expect(jobStore.list()).toEqual([])
  expect(vault.has(files[0]?.sha256 ?? '')).toBe(false)
})
