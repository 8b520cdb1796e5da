import { chmod, lstat, mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { restoreCode } from '../../../../electron/core/history/restore-code.ts'
import type { CodeFile } from '../../../../shared/model/code-file.ts'
import { collect } from '../../../support/collect.ts'
import { filesOf, never, openHistoryBench } from '../../../support/history-bench.ts'
import { writeFiles } from '../../../support/temporary-folder.ts'

async function openKept() {
  const bench = await openHistoryBench()
  const root = join(bench.folder, 'code')
  await writeFiles(root, { 'train.py': 'print()\n', 'lib/net.py': 'net', 'lib/网络.py': '', 'run.sh': '#!/bin/sh\n' })
  await chmod(join(root, 'run.sh'), 0o755)
  await chmod(join(root, 'lib'), 0o750)
  await symlink('../train.py', join(root, 'lib/link.py'))
  const files = await filesOf(root)
  await bench.keeper.keep(bench.addPack('1'), { root, files }, never)
  const restore = (changed: readonly CodeFile[] = files, folder = join(bench.folder, 'restored')) =>
    collect(restoreCode({ ...bench, files: changed, folder, signal: never }))
  return { ...bench, root, files, restore }
}

function fileOf(files: readonly CodeFile[]): CodeFile {
  const found = files.find(({ type }) => type === 'file')
  if (found === undefined) throw new Error('no file')
  return found
}

it('gives the code back byte for byte, with modes and links', async () => {
  const { folder, files, restore } = await openKept()
  await restore()
  const restored = join(folder, 'restored')
  expect(await filesOf(restored)).toEqual(files)
  expect(await readlink(join(restored, 'lib/link.py'))).toBe('../train.py')
  expect((await lstat(join(restored, 'run.sh'))).mode & 0o777).toBe(0o755)
})

it('never writes over what is there', async () => {
  const { folder, restore } = await openKept()
  await mkdir(join(folder, 'restored'))
  await writeFile(join(folder, 'restored/mine.txt'), 'mine')
  await expect(restore()).rejects.toMatchObject({ code: 'write-failed' })
  expect(await readdir(join(folder, 'restored'))).toEqual(['mine.txt'])
  expect((await readdir(folder)).filter((name) => name.endsWith('.partial'))).toEqual([])
})

it.each(['../out.py', '/tmp/out.py', 'a/../../out.py', 'a//b.py', 'a\\..\\b.py', 'C:/x.py', ''])(
  'refuses a list with the path “%s”, and writes nothing',
  async (path) => {
    const { folder, files, restore } = await openKept()
    await expect(restore([...files, { ...fileOf(files), path }])).rejects.toMatchObject({ code: 'write-failed' })
    expect(await readdir(folder)).not.toContain('restored')
  },
)

it('writes nothing through a link of the list', async () => {
  const { folder, files, restore } = await openKept()
  const outside = join(folder, 'outside')
  await mkdir(outside)
  const link: CodeFile = { path: 'out', type: 'link', mode: 0o777, sizeBytes: 0, sha256: null, target: outside }
  await expect(restore([link, { ...fileOf(files), path: 'out/x.py' }])).rejects.toMatchObject({
    code: 'write-failed',
  })
  expect(await readdir(outside)).toEqual([])
})

it('leaves nothing half-written where content is gone', async () => {
  const { folder, vault, restore, files } = await openKept()
  await vault.retain(new Set(files.slice(0, 1).flatMap(({ sha256 }) => sha256 ?? [])))
  await expect(restore()).rejects.toMatchObject({ code: 'not-found' })
  expect((await readdir(folder)).sort()).toEqual(['code', 'unfinished', 'vault'])
  expect(await readdir(join(folder, 'unfinished'))).toEqual([])
  expect(await readFile(join(folder, 'code/train.py'), 'utf8')).toBe('print()\n')
})
