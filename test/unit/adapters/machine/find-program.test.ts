import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { findProgram } from '../../../../electron/adapters/machine/find-program.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'

async function folderWith(...names: string[]): Promise<string> {
  const folder = await makeTemporaryFolder()
  for (const name of names) {
    await writeFiles(folder, { [name]: '#!/bin/sh\n' })
    await chmod(join(folder, name), 0o755)
  }
  return folder
}

it('finds a program in the first folder of the path that has it', async () => {
  const [first, second] = [await folderWith('other'), await folderWith('tool', 'other')]
  const find = (name: string): string | null =>
    findProgram(name, { platform: 'linux', environment: { PATH: `${first}:${second}` } })
  expect(find('tool')).toBe(join(second, 'tool'))
  expect(find('other')).toBe(join(first, 'other'))
  expect(find('missing')).toBeNull()
})

it('takes none from the current folder, or from one that is named from there', async () => {
  const folder = await folderWith('tool')
  const before = process.cwd()
  process.chdir(folder)
  onTestFinished(() => process.chdir(before))
  for (const path of ['', '.', ':', './', 'bin:.']) {
    expect(findProgram('tool', { platform: 'linux', environment: { PATH: path } }), path).toBeNull()
  }
  expect(findProgram('tool', { platform: 'linux', environment: {} })).toBeNull()
})

it('takes no folder, and no file that is no program', async () => {
  const folder = await makeTemporaryFolder()
  await writeFiles(folder, { 'tool/inside': '', text: 'x' })
  const environment = { PATH: folder }
  expect(findProgram('tool', { platform: 'linux', environment })).toBeNull()
  expect(findProgram('text', { platform: 'linux', environment })).toBeNull()
})

it('knows no way of Windows to a program but a folder that is named in full', () => {
  const environment = { Path: '.;bin;\\tools' }
  expect(findProgram('git', { platform: 'win32', environment })).toBeNull()
})
