import { chmod, mkdir, mkdtemp, readFile, readdir, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNodeFiles } from '../../../../electron/adapters/files/node-files.ts'
import { thrownBy } from '../../../support/thrown.ts'

const files = createNodeFiles()
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uai-files-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe('replace', () => {
  it('writes a new file and nothing beside it', async () => {
    const path = join(folder, '命令 uaitrain_cmd.txt')
    await files.replace(path, 'one\n')
    await files.replace(path, new Uint8Array([0, 255]))
    expect([...(await readFile(path))]).toEqual([0, 255])
    expect(await readdir(folder)).toHaveLength(1)
  })

  it('keeps the mode of the file it replaces', async () => {
    const path = join(folder, 'file')
    await writeFile(path, 'old')
    await chmod(path, 0o640)
    await files.replace(path, 'new')
    expect((await stat(path)).mode & 0o777).toBe(0o640)
  })

  it('replaces a link, not what it points to', async () => {
    const target = join(folder, 'target')
    await writeFile(target, 'untouched')
    await symlink(target, join(folder, 'link'))
    await files.replace(join(folder, 'link'), 'new')
    expect(await readFile(target, 'utf8')).toBe('untouched')
    expect(await readFile(join(folder, 'link'), 'utf8')).toBe('new')
    await expect(readlink(join(folder, 'link'))).rejects.toThrow('EINVAL')
  })

  it('never shows half a file', async () => {
    const path = join(folder, 'file')
    const contents = ['a'.repeat(300_000), 'b'.repeat(300_000)]
    await files.replace(path, contents[0] ?? '')
    for (let round = 0; round < 20; round++) {
      const writing = files.replace(path, contents[round % 2] ?? '')
      for (let read = 0; read < 5; read++) expect(contents).toContain(await readFile(path, 'utf8'))
      await writing
    }
  })

  it('leaves nothing when it cannot write', async () => {
    const path = join(folder, 'a-folder')
    await mkdir(path)
    expect(await thrownBy(files.replace(path, 'x'))).toMatchObject({ code: 'write-failed', details: { path } })
    expect(await readdir(folder)).toEqual(['a-folder'])
    const nowhere = join(folder, 'none', 'file')
    expect(await thrownBy(files.replace(nowhere, 'x'))).toMatchObject({
      code: 'write-failed',
      details: { path: nowhere, words: expect.stringContaining('ENOENT') as string },
    })
  })
})

describe('makeFolder', () => {
  it('makes all of a path, and may be asked again', async () => {
    const path = join(folder, 'a/b/c')
    await files.makeFolder(path)
    await files.makeFolder(path)
    expect((await stat(path)).isDirectory()).toBe(true)
  })

  it('fails where a file is in the way', async () => {
    await writeFile(join(folder, 'file'), '')
    expect(await thrownBy(files.makeFolder(join(folder, 'file/b')))).toMatchObject({ code: 'write-failed' })
  })
})
