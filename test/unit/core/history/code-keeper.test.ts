import { randomBytes } from 'node:crypto'
import { chmod, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { filesOf, never, openHistoryBench } from '../../../support/history-bench.ts'
import { writeFiles } from '../../../support/temporary-folder.ts'

it('keeps the code of a pack and the list of its files', async () => {
  const { folder, keeper, store, vault, addPack } = await openHistoryBench()
  const root = join(folder, 'code')
  await writeFiles(root, { 'a.py': 'a', 'lib/b.py': 'b', 'lib/same.py': 'a', 'lib/empty.py': '' })
  await chmod(join(root, 'a.py'), 0o755)
  await symlink('a.py', join(root, 'link'))
  const id = addPack('1')
  const files = await filesOf(root)
  await keeper.keep(id, { root, files }, never)
  const stored = store.find(id)
  expect(stored?.codeState).toBe('kept')
  expect(await keeper.files(stored?.manifest ?? '')).toEqual(files)
  for (const { sha256 } of files) if (sha256 !== null) expect(vault.has(sha256)).toBe(true)
})

it('says so when a file was changed before it could be kept', async () => {
  const { folder, keeper, store, addPack } = await openHistoryBench()
  const root = join(folder, 'code')
  await writeFiles(root, { 'a.py': 'a', 'b.py': 'b' })
  const files = await filesOf(root)
  await writeFile(join(root, 'b.py'), 'B')
  const id = addPack('1')
  await keeper.keep(id, { root, files }, never)
  expect(store.find(id)).toMatchObject({ codeState: 'changed', manifest: expect.any(String) as string })
})

it('goes on after it was cut off', async () => {
  const { folder, keeper, store, addPack } = await openHistoryBench()
  const root = join(folder, 'code')
  await writeFiles(root, { 'a.py': 'a' })
  const id = addPack('1')
  const stop = new AbortController()
  const keeping = keeper.keep(id, { root, files: await filesOf(root) }, stop.signal)
  const cutOff = expect(keeping).rejects.toMatchObject({ code: 'cancelled' })
  while (store.find(id)?.codeState !== 'keeping') await new Promise(setImmediate)
  stop.abort()
  await cutOff
  expect(store.beingKept().map((one) => one.id)).toEqual([id])
  await keeper.resume(id, root, never)
  expect(store.find(id)?.codeState).toBe('kept')
  expect(store.beingKept()).toEqual([])
})

it('gives up the code of the least recent packs when the room is used up, and not what newer ones share', async () => {
  const { folder, keeper, store, vault, budget, addPack } = await openHistoryBench()
  const root = join(folder, 'code')
  budget.bytes = 100_000
  await writeFiles(root, { 'shared.py': 'shared' })
  const shared = (await filesOf(root))[0]?.sha256 ?? ''
  const ids = []
  for (let pack = 1; pack <= 4; pack += 1) {
    await writeFile(join(root, 'weights.bin'), randomBytes(30_000))
    const id = addPack(String(pack), { startedAt: pack })
    await keeper.keep(id, { root, files: await filesOf(root) }, never)
    ids.push(id)
  }
  expect(ids.map((id) => store.find(id)?.codeState)).toEqual(['pruned', 'pruned', 'kept', 'kept'])
  expect(vault.has(shared)).toBe(true)
  const manifests = ids.map((id) => store.find(id)?.manifest ?? '')
  expect(await Promise.all(manifests.map(async (one) => (await keeper.files(one)).length))).toEqual([2, 2, 2, 2])
})

it('keeps no code that is larger than all the room', async () => {
  const { folder, keeper, store, index, budget, addPack } = await openHistoryBench()
  const root = join(folder, 'code')
  budget.bytes = 10_000
  await writeFiles(root, { 'big.bin': 'x'.repeat(20_000) })
  const id = addPack('1')
  await keeper.keep(id, { root, files: await filesOf(root) }, never)
  expect(store.find(id)?.codeState).toBe('too-large')
  expect(index.totalBytes()).toBeLessThan(1000)
})
