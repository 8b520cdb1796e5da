import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkMainFile, checkMainFileIncluded } from '../../../../electron/core/context/check-folder.ts'
import { walkCodeFolder } from '../../../../electron/core/context/walk.ts'
import { noIgnoreSettings } from '../../../../shared/model/ignore.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'
import { thrownBy } from '../../../support/thrown.ts'

async function makeCode(): Promise<string> {
  const folder = await makeTemporaryFolder()
  await writeFiles(folder, { 'outside.py': '', 'code/train.py': '', 'code/sub/x.py': '', 'code/folder.py/a': '' })
  const code = join(folder, 'code')
  await symlink('sub', join(code, 'alias'))
  await symlink('train.py', join(code, 'inside.py'))
  await symlink('../outside.py', join(code, 'leads-outside.py'))
  await symlink(join(code, 'train.py'), join(code, 'absolute.py'))
  await symlink('..', join(code, 'up'))
  return code
}

describe('checkMainFile', () => {
  it.each(['train.py', './train.py', 'sub/x.py', 'inside.py', 'alias/x.py'])('takes %s', async (mainFile) => {
    await checkMainFile({ codePath: await makeCode(), mainFile })
  })

  it.each([
    ['missing.py', 'not-found'],
    ['folder.py', 'not-a-file'],
    ['leads-outside.py', 'outside-code-folder'],
    ['up/outside.py', 'outside-code-folder'],
    ['absolute.py', 'outside-code-folder'],
  ])('refuses %s: %s', async (mainFile, problem) => {
    const codePath = await makeCode()
    expect(await thrownBy(checkMainFile({ codePath, mainFile }))).toEqual({
      code: 'invalid-field',
      details: { field: 'mainFile', problem, value: mainFile },
    })
  })
})

describe('checkMainFileIncluded', () => {
  const scan = async (ignored: string): ReturnType<typeof walkCodeFolder> => {
    const root = await makeCode()
    await writeFiles(root, { '.dockerignore': ignored })
    return walkCodeFolder({
      root,
      ignore: noIgnoreSettings,
      specialFiles: 'refuse',
      signal: new AbortController().signal,
    })
  }

  it.each(['train.py', './sub/x.py', 'alias/x.py', 'inside.py'])('finds %s in the image', async (mainFile) => {
    await checkMainFileIncluded(await scan(''), mainFile)
  })

  it.each([
    ['train.py', '*.py'],
    ['sub/x.py', 'sub'],
    ['alias/x.py', 'sub'],
    ['alias/x.py', 'alias'],
    ['inside.py', 'train.py'],
  ])('misses %s when %s is ignored', async (mainFile, ignored) => {
    expect(await thrownBy(checkMainFileIncluded(await scan(ignored), mainFile))).toMatchObject({
      code: 'invalid-field',
      details: { field: 'mainFile', problem: 'not-found' },
    })
  })
})
