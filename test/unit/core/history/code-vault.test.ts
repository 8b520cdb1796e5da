import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { collect } from '../../../support/collect.ts'
import { never, openHistoryBench } from '../../../support/history-bench.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

it('gives content back as it was, and keeps it once', async () => {
  const { vault, index, vaultFolder } = await openHistoryBench()
  const text = 'import torch\n'.repeat(1000)
  const key = sha256(text)
  await vault.keep(key, [Buffer.from(text)], never)
  await vault.keep(key, [Buffer.from('never looked at')], never)
  const { items } = await collect(vault.read(key))
  expect(Buffer.concat(items).toString()).toBe(text)
  expect(await readdir(vaultFolder)).toEqual([key.slice(0, 2)])
  expect(index.totalBytes()).toBeLessThan(1000)
  expect(index.totalBytes()).toBe((await readFile(join(vaultFolder, key.slice(0, 2), key))).length)
})

it('keeps nothing of content that is not what was said', async () => {
  const { vault, vaultFolder } = await openHistoryBench()
  const key = sha256('before')
  await expect(vault.keep(key, [Buffer.from('after')], never)).rejects.toMatchObject({ code: 'code-changed' })
  expect(vault.has(key)).toBe(false)
  expect(await readdir(join(vaultFolder, key.slice(0, 2)))).toEqual([])
})

it.each([
  ['cut short', (whole: Buffer) => whole.subarray(0, 5)],
  ['overwritten', (whole: Buffer) => Buffer.alloc(whole.length)],
  ['empty', () => Buffer.alloc(0)],
])('tells of content that is %s by now', async (_, damage) => {
  const { vault, vaultFolder } = await openHistoryBench()
  const key = sha256('the code')
  await vault.keep(key, [Buffer.from('the code')], never)
  const path = join(vaultFolder, key.slice(0, 2), key)
  await writeFile(path, damage(await readFile(path)))
  await expect(collect(vault.read(key))).rejects.toMatchObject({
    code: expect.stringMatching(/^(read-failed|code-changed)$/) as string,
  })
})

it('gives up what is not needed, and what a crash has left', async () => {
  const { vault, vaultFolder } = await openHistoryBench()
  const [kept, dropped] = [sha256('kept'), sha256('dropped')]
  await vault.keep(kept, [Buffer.from('kept')], never)
  await vault.keep(dropped, [Buffer.from('dropped')], never)
  await writeFile(join(vaultFolder, kept.slice(0, 2), `${kept}.1.tmp`), 'half')
  await vault.retain(new Set([kept]))
  expect([vault.has(kept), vault.has(dropped)]).toEqual([true, false])
  expect((await readdir(vaultFolder, { recursive: true })).filter((name) => name.length > 2)).toEqual([
    join(kept.slice(0, 2), kept),
  ])
})

it('lists what it has when the list was lost, and clears what is half-written', async () => {
  const { database, vault, vaultFolder, index } = await openHistoryBench()
  const key = sha256('kept')
  await vault.keep(key, [Buffer.from('kept')], never)
  const before = index.sizes()
  await writeFile(join(vaultFolder, key.slice(0, 2), `${key}.1.tmp`), 'half')
  database.exec('DELETE FROM code_blob')
  await vault.listAnew()
  expect(index.sizes()).toEqual(before)
  await vault.removeHalfWritten()
  expect(await readdir(join(vaultFolder, key.slice(0, 2)))).toEqual([key])
})
