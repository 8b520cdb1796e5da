import { execFileSync } from 'node:child_process'
import { chmod, mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { walkCodeFolder } from '../../../../electron/core/context/walk.ts'
import { noIgnoreSettings } from '../../../../shared/model/ignore.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'
import { thrownBy } from '../../../support/thrown.ts'

const signal = new AbortController().signal

async function walk(root: string, specialFiles: 'refuse' | 'skip' = 'refuse'): ReturnType<typeof walkCodeFolder> {
  return walkCodeFolder({ root, ignore: noIgnoreSettings, specialFiles, signal })
}

describe('walkCodeFolder', () => {
  it('lists files, folders and links by the bytes of their paths', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { 'b.py': 'bb', 'a/x': 'x', 'a-b': '', '训.py': '', '\u{1F600}': '', '\uFF5E': '' })
    await mkdir(join(root, 'empty'))
    await symlink('../outside', join(root, 'link'))
    await chmod(join(root, 'b.py'), 0o4750)
    const tree = await walk(root)
    expect(tree.entries.map(({ path }) => path)).toEqual([
      'a',
      'a-b',
      'a/x',
      'b.py',
      'empty',
      'link',
      '训.py',
      '\uFF5E',
      '\u{1F600}',
    ])
    expect(tree.entries[3]).toEqual({ type: 'file', path: 'b.py', mode: 0o4750, sizeBytes: 2 })
    expect(tree.entries[5]).toEqual({ type: 'link', path: 'link', target: '../outside' })
    expect(tree).toMatchObject({ fileCount: 7, sizeBytes: 3, ignoredCount: 0, ignoredBytes: 0 })
  })

  it('leaves out what the .dockerignore says, and counts it', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, {
      '.dockerignore': 'cache\n*.bin\n',
      'cache/a/b': '12',
      'cache/c': '3',
      'x.bin': '4567',
      'train.py': '',
    })
    const tree = await walk(root)
    expect(tree.entries.map(({ path }) => path)).toEqual(['.dockerignore', 'train.py'])
    expect(tree).toMatchObject({ fileCount: 2, ignoredCount: 3, ignoredBytes: 7 })
  })

  it('keeps the folders above an exception', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { '.dockerignore': '*\n!a/b/keep.py\n', 'a/b/keep.py': '', 'a/b/drop': '', 'c/d': '' })
    expect((await walk(root)).entries.map(({ path }) => path)).toEqual(['a', 'a/b', 'a/b/keep.py'])
  })

  it('refuses or skips a pipe', async () => {
    const root = await makeTemporaryFolder()
    execFileSync('mkfifo', [join(root, 'pipe')])
    expect(await thrownBy(walk(root))).toEqual({ code: 'special-file', details: { path: join(root, 'pipe') } })
    expect((await walk(root, 'skip')).entries).toEqual([])
  })

  it('names a .dockerignore that Docker would refuse', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { '.dockerignore': '[a' })
    expect(await thrownBy(walk(root))).toMatchObject({
      code: 'read-failed',
      details: { path: join(root, '.dockerignore') },
    })
  })

  it('says that a name is no UTF-8', async () => {
    const root = await makeTemporaryFolder()
    execFileSync('/bin/bash', ['-c', `touch '${root}/'$'\\xff.py'`])
    expect(await thrownBy(walk(root))).toEqual({ code: 'name-not-utf8', details: { path: join(root, '\uFFFD.py') } })
  })

  it('ends when it is cancelled', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { a: '' })
    expect(
      await thrownBy(
        walkCodeFolder({ root, ignore: noIgnoreSettings, specialFiles: 'skip', signal: AbortSignal.abort() }),
      ),
    ).toEqual({
      code: 'cancelled',
      details: {},
    })
  })
})
