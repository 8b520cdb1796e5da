import { chmod, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { walkCodeFolder } from '../../../../electron/core/context/walk.ts'
import type { CodeTree } from '../../../../electron/core/context/walk.ts'
import { keepKnownFolder, readKnownFolder } from '../../../../electron/core/layer/stat-cache.ts'
import type { KnownFolder } from '../../../../electron/core/layer/stat-cache.ts'
import { noIgnoreSettings } from '../../../../shared/model/ignore.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'

const hourMs = 3_600_000
const codeDigest = `sha256:${'c'.repeat(64)}`

async function makeKnown(
  lookedAtMs: number,
  settled = new Set<string>(),
): Promise<{ root: string; known: () => Promise<KnownFolder> }> {
  const [root, folder] = [await makeTemporaryFolder(), await makeTemporaryFolder()]
  await writeFiles(root, { 'a.py': 'a', 'lib/b.py': 'b', 'lib/deep/c.py': 'c' })
  await symlink('a.py', join(root, 'link'))
  const path = join(folder, 'known.json')
  const tree = await walk(root)
  const digests = new Map([...tree.stamps.keys()].map((file) => [file, 'd'.repeat(64)]))
  await keepKnownFolder(path, { codeDigest, tree, digests, settled, lookedAtMs })
  return { root, known: () => readKnownFolder(path, root) }
}

function walk(root: string): Promise<CodeTree> {
  return walkCodeFolder({
    root,
    ignore: noIgnoreSettings,
    specialFiles: 'refuse',
    signal: new AbortController().signal,
  })
}

it('knows a folder again in which nothing has changed', async () => {
  const { root, known } = await makeKnown(Date.now() + hourMs)
  expect((await known()).codeDigest).toBe(codeDigest)
  expect((await known()).toCompare(await walk(root))).toEqual(new Map())
})

it('has what was written just before it was looked at compared', async () => {
  const { root, known } = await makeKnown(Date.now())
  const tree = await walk(root)
  expect([...((await known()).toCompare(tree) ?? [])]).toEqual(
    ['a.py', 'lib/b.py', 'lib/deep/c.py'].map((path) => [path, 'd'.repeat(64)]),
  )
  expect((await known()).digestOf('a.py', stampOf(tree, 'a.py'))).toBeNull()
})

it('knows what was read some time after it was written, though it was walked just then', async () => {
  const { root, known } = await makeKnown(Date.now(), new Set(['a.py', 'lib/deep/c.py']))
  expect([...((await known()).toCompare(await walk(root))?.keys() ?? [])]).toEqual(['lib/b.py'])
})

it.each<[string, (root: string) => Promise<unknown>]>([
  ['a file was written anew, as long as before', (root) => writeFile(join(root, 'lib/b.py'), 'x')],
  ['a file was only touched', (root) => utimes(join(root, 'lib/b.py'), new Date(), new Date())],
])('has a file compared when %s', async (_what, change) => {
  const { root, known } = await makeKnown(Date.now() + hourMs)
  await change(root)
  const tree = await walk(root)
  expect([...((await known()).toCompare(tree) ?? [])]).toEqual([['lib/b.py', 'd'.repeat(64)]])
  expect((await known()).digestOf('lib/b.py', stampOf(tree, 'lib/b.py'))).toBeNull()
})

it.each<[string, (root: string) => Promise<unknown>, boolean]>([
  ['a file is longer', (root) => writeFile(join(root, 'lib/b.py'), 'xx'), false],
  ['a file has another mode', (root) => chmod(join(root, 'lib/b.py'), 0o755), false],
  ['a file has come', (root) => writeFile(join(root, 'z.py'), 'z'), true],
  ['a file has gone', (root) => rm(join(root, 'lib/deep/c.py')), true],
  ['a file has another name', (root) => rename(join(root, 'lib/b.py'), join(root, 'lib/bb.py')), true],
  ['an empty folder has come', (root) => mkdir(join(root, 'none')), true],
  ['a link leads elsewhere', (root) => relink(join(root, 'link'), 'lib/b.py'), true],
  ['a link has taken a file’s place', (root) => relink(join(root, 'lib/b.py'), '../a.py'), true],
])('does not take the folder for the same when %s', async (_what, change, othersAreKnown) => {
  const { root, known } = await makeKnown(Date.now() + hourMs)
  await change(root)
  const tree = await walk(root)
  expect((await known()).toCompare(tree)).toBeNull()
  expect((await known()).digestOf('a.py', stampOf(tree, 'a.py'))).toBe('d'.repeat(64))
  const changed = tree.stamps.get('lib/b.py')
  if (changed !== undefined) expect((await known()).digestOf('lib/b.py', changed) !== null).toBe(othersAreKnown)
})

async function relink(path: string, target: string): Promise<void> {
  await rm(path)
  await symlink(target, path)
}

function stampOf(tree: CodeTree, path: string): NonNullable<ReturnType<CodeTree['stamps']['get']>> {
  const stamp = tree.stamps.get(path)
  if (stamp === undefined) throw new Error(`${path} is not there`)
  return stamp
}
