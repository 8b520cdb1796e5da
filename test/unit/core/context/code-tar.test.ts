import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFile, chmod, mkdir, readFile, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestCode } from '../../../../electron/core/context/code-digest.ts'
import { codeTar } from '../../../../electron/core/context/code-tar.ts'
import { walkCodeFolder } from '../../../../electron/core/context/walk.ts'
import type { CodeTree } from '../../../../electron/core/context/walk.ts'
import { noIgnoreSettings } from '../../../../shared/model/ignore.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'
import { thrownBy } from '../../../support/thrown.ts'

const signal = new AbortController().signal
const dockerfile = 'FROM python:3\n'

async function scan(root: string): Promise<{ tree: CodeTree; codeDigest: string }> {
  const tree = await walkCodeFolder({ root, ignore: noIgnoreSettings, specialFiles: 'refuse', signal })
  return { tree, codeDigest: (await digestCode(tree, signal)).codeDigest }
}

function tarOf(code: { tree: CodeTree; codeDigest: string }, stop = signal): AsyncGenerator<Uint8Array, void> {
  return codeTar({ ...code, dockerfile, folders: ['root', 'root/data'], signal: stop })
}

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const collected: Uint8Array[] = []
  for await (const piece of pieces) collected.push(piece)
  return Buffer.concat(collected)
}

function list(tar: Buffer): string[] {
  const listing = execFileSync('tar', ['-tvf', '-', '--numeric-owner', '--utc'], { input: tar, encoding: 'utf8' })
  return listing
    .trim()
    .split('\n')
    .map((line) => line.replace(/ +/g, ' '))
}

describe('codeTar', () => {
  it('holds the Dockerfile and the code, owned by root, of one fixed time', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { 'train.py': 'print()', 'lib/a.py': '' })
    await symlink('train.py', join(root, 'link'))
    await chmod(join(root, 'train.py'), 0o755)
    await chmod(join(root, 'lib/a.py'), 0o600)
    await chmod(join(root, 'lib'), 0o755)
    const tar = await bytesOf(tarOf(await scan(root)))
    expect(list(tar)).toEqual([
      '-rw-r--r-- 0/0 14 1980-01-02 00:00 Dockerfile',
      'drwxr-xr-x 0/0 0 1980-01-02 00:00 root/',
      'drwxr-xr-x 0/0 0 1980-01-02 00:00 root/data/',
      'drwxr-xr-x 0/0 0 1980-01-02 00:00 root/data/lib/',
      '-rw------- 0/0 0 1980-01-02 00:00 root/data/lib/a.py',
      'lrwxrwxrwx 0/0 0 1980-01-02 00:00 root/data/link -> train.py',
      '-rwxr-xr-x 0/0 7 1980-01-02 00:00 root/data/train.py',
    ])
  })

  it('gives back every file as it was, whatever its name and size', async () => {
    const root = await makeTemporaryFolder()
    const target = await makeTemporaryFolder()
    const long = `${'目录'.repeat(20)}/${'x'.repeat(200)}.py`
    const files = {
      [long]: 'long',
      'a b\n\'"': 'odd',
      large: Buffer.alloc(3_000_001, 7),
      empty: '',
      ['p'.repeat(100)]: '1',
    }
    await writeFiles(root, files)
    await mkdir(join(root, `folder-${'f'.repeat(100)}`))
    await symlink(`/${'t'.repeat(300)}/训练`, join(root, 'long-link'))
    execFileSync('tar', ['-xf', '-', '-C', target], { input: await bytesOf(tarOf(await scan(root))) })
    for (const [path, content] of Object.entries(files)) {
      expect(Buffer.from(content).equals(await readFile(join(target, 'root/data', path)))).toBe(true)
    }
    expect((await stat(join(target, 'root/data', `folder-${'f'.repeat(100)}`))).isDirectory()).toBe(true)
    execFileSync('diff', ['--no-dereference', '-r', root, join(target, 'root/data')])
  })

  it('has the same bytes for the same code, however it was written', async () => {
    const files = fc.dictionary(fc.stringMatching(/^[a-c]{1,3}(?:\/[x-z]{1,2})?\.py$/), fc.string(), { maxKeys: 6 })
    await fc.assert(
      fc.asyncProperty(files, fc.integer({ min: 1, max: 2_000_000_000 }), async (content, seconds) => {
        const [one, other] = [await makeTemporaryFolder(), await makeTemporaryFolder()]
        await writeFiles(one, content)
        await writeFiles(other, Object.fromEntries(Object.entries(content).reverse()))
        for (const path of Object.keys(content)) await utimes(join(other, path), seconds, seconds)
        const [first, second] = [await scan(one), await scan(other)]
        expect(second.codeDigest).toBe(first.codeDigest)
        expect((await bytesOf(tarOf(second))).equals(await bytesOf(tarOf(first)))).toBe(true)
      }),
      { numRuns: 25 },
    )
  })

  it('has another digest when content, mode, name or kind differ', async () => {
    const root = await makeTemporaryFolder()
    const digests = new Set<string>()
    const note = async (): Promise<void> => void digests.add((await scan(root)).codeDigest)
    await writeFiles(root, { 'a.py': '1' })
    await note()
    await writeFiles(root, { 'a.py': '2' })
    await note()
    await chmod(join(root, 'a.py'), 0o700)
    await note()
    await writeFiles(root, { 'b.py': '' })
    await note()
    await symlink('a.py', join(root, 'c.py'))
    await note()
    expect(digests.size).toBe(5)
  })

  it.each([
    ['grown', 'code-changed', (path: string) => appendFile(path, 'more')],
    ['shrunk', 'code-changed', (path: string) => truncate(path, 3)],
    ['other of the same length', 'code-changed', (path: string) => writeFile(path, 'B'.repeat(300_000))],
    [
      'a link now',
      'read-failed',
      (path: string) =>
        import('node:fs/promises').then(({ rm }) => rm(path)).then(() => symlink('/etc/hostname', path)),
    ],
  ])('fails when a file is %s since the scan', async (_, code, change) => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { 'train.py': 'A'.repeat(300_000) })
    const scanned = await scan(root)
    await change(join(root, 'train.py'))
    expect(await thrownBy(bytesOf(tarOf(scanned)))).toMatchObject({ code })
  })

  it('reads no further than it is read, and stops when cancelled', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { large: Buffer.alloc(20_000_000) })
    const stop = new AbortController()
    const tar = tarOf(await scan(root), stop.signal)
    await tar.next()
    stop.abort()
    expect(await thrownBy(bytesOf(tar))).toMatchObject({ code: 'cancelled' })
  })

  it('streams pieces that are neither tiny nor huge', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(
      root,
      Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${index}`, 'x'.repeat(index * 20)])),
    )
    const hash = createHash('sha256')
    const sizes: number[] = []
    for await (const piece of tarOf(await scan(root))) {
      sizes.push(piece.length)
      hash.update(piece)
    }
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(256 * 1024)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2 * 1024 * 1024)
  })
})
