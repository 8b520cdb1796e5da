import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createNodeFiles } from '../../../../electron/adapters/files/node-files.ts'
import { createUnfinishedWrites } from '../../../../electron/core/history/unfinished-writes.ts'
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts'

async function open() {
  const folder = await makeTemporaryFolder()
  const notes = join(folder, 'notes')
  const start = () => createUnfinishedWrites(notes, createNodeFiles())
  return { folder, notes, start }
}

it('removes at the next start what was begun and not ended', async () => {
  const { folder, notes, start } = await open()
  const first = start()
  await first.begin({ kind: 'folder', path: join(folder, '.code.partial') })
  await first.begin({ kind: 'file', path: join(folder, 'x.uaipack') })
  await mkdir(join(folder, '.code.partial/lib'), { recursive: true })
  await writeFile(join(folder, '.x.uaipack.1.tmp'), 'half')
  await writeFile(join(folder, 'x.uaipack'), 'the whole one before')
  await start().clearUp()
  expect((await readdir(folder)).sort()).toEqual(['notes', 'x.uaipack'])
  expect(await readdir(notes)).toEqual([])
})

it('leaves alone what was ended, and what is being written', async () => {
  const { folder, notes, start } = await open()
  const writes = start()
  const path = join(folder, 'restored')
  const end = await writes.begin({ kind: 'folder', path })
  await mkdir(path)
  await writes.clearUp()
  expect(await readdir(folder)).toContain('restored')
  await end()
  await start().clearUp()
  expect(await readdir(folder)).toContain('restored')
  expect(await readdir(notes)).toEqual([])
})

it('forgets a note that was cut off', async () => {
  const { notes, start } = await open()
  await mkdir(notes)
  await writeFile(join(notes, 'half'), '{"kind":"fol')
  await start().clearUp()
  expect(await readdir(notes)).toEqual([])
})
