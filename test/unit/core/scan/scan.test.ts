import { execFileSync } from 'node:child_process'
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { walkCodeFolder } from '../../../../electron/core/context/walk.ts'
import { scanFolder } from '../../../../electron/core/scan/scan-folder.ts'
import type { FolderScan } from '../../../../electron/core/scan/scan-folder.ts'
import { ScanTree } from '../../../../electron/core/scan/scan-tree.ts'
import type { IgnoreSettings } from '../../../../shared/model/ignore.ts'
import { noIgnoreSettings } from '../../../../shared/model/ignore.ts'
import { defaultIgnoreIds } from '../../../../shared/uaitrain/default-ignores.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'

const { signal } = new AbortController()

async function scan(root: string, ignore: IgnoreSettings = noIgnoreSettings): Promise<FolderScan> {
  return scanFolder({ root, ignore, tree: new ScanTree(), signal })
}

async function packed(root: string, ignore: IgnoreSettings = noIgnoreSettings): Promise<string[]> {
  const { entries } = await walkCodeFolder({ root, ignore, specialFiles: 'refuse', signal })
  return entries.map(({ path }) => path)
}

describe('the rules in force', () => {
  it('are the defaults, then the .dockerignore, then the project’s own', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, {
      '.dockerignore': '*.log\n!**/__pycache__\n',
      '.git/HEAD': '',
      'lib/__pycache__/a.pyc': '',
      'lib/__pycache__/kept.txt': '',
      'my env/pyvenv.cfg': '',
      'my env/bin/python': '',
      'a.log': '',
      'b.log': '',
      'x.uaitrain': '',
      'train.py': '',
    })
    const ignore = { rules: ['!b.log', 'lib/*/kept.txt'], disabledDefaults: [] }
    expect(await packed(root, ignore)).toEqual([
      '.dockerignore',
      'b.log',
      'lib',
      'lib/__pycache__',
      'lib/__pycache__/a.pyc',
      'train.py',
    ])
    const { tree } = await scan(root, ignore)
    const entries = await tree.entries({ folder: '', depth: 4, limit: 100 })
    const ruleOf = (path: string): unknown => entries.find((entry) => entry.path === path)?.ignoredBy
    expect(ruleOf('.git')).toEqual({ source: 'default', pattern: '**/.git', id: 'version-control' })
    expect(ruleOf('my env')).toMatchObject({ source: 'default', id: 'virtual-environment' })
    expect(ruleOf('a.log')).toEqual({ source: 'dockerignore', pattern: '*.log', id: null })
    expect(ruleOf('lib/__pycache__/kept.txt')).toEqual({ source: 'project', pattern: 'lib/*/kept.txt', id: null })
    expect(ruleOf('b.log')).toBeNull()
  })

  it('lets each default be switched off', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { '.git/HEAD': '', 'node_modules/a': '', 'env/pyvenv.cfg': '' })
    expect(await packed(root)).toEqual([])
    const ignore = { rules: [], disabledDefaults: ['version-control', 'virtual-environment'] }
    expect(await packed(root, ignore)).toEqual(['.git', '.git/HEAD', 'env', 'env/pyvenv.cfg'])
    expect(await packed(root, { rules: [], disabledDefaults: [...defaultIgnoreIds] })).toHaveLength(6)
  })

  it('are the same for the scan as for the pack, on any tree', async () => {
    const name = fc.constantFrom('a', 'b', 'B', '.git', '__pycache__', 'x.pyc', 'pyvenv.cfg', 'é.log', 'c.log')
    const tree = fc.dictionary(
      fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
      fc.string(),
    )
    const lines = fc.array(fc.constantFrom('a', '!a', '**/*.log', '!b/**', '*', '!*/B', 'b/a', '!.git', '**/é*'), {
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(tree, lines, lines, async (files, own, rules) => {
        const root = await makeTemporaryFolder()
        for (const [path, content] of Object.entries(files)) {
          // A name may have come up as a file where a folder is wanted.
          await writeFiles(root, { [path]: content }).catch(() => undefined)
        }
        await writeFile(join(root, '.dockerignore'), own.join('\n'))
        const ignore = { rules, disabledDefaults: [] }
        const { entries } = await scan(root, ignore)
        expect(entries.map(({ path }) => path).sort()).toEqual((await packed(root, ignore)).sort())
      }),
      { numRuns: 60 },
    )
  })
})

describe('the tree of a scan', () => {
  it('has the sums of every folder, the biggest first', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { 'a/b/x': '12345', 'a/y': '1', 'c/z': '123', 'c/.git/o': '12', top: '12' })
    const { tree } = await scan(root)
    expect(tree.total()).toMatchObject({ sizeBytes: 11, fileCount: 4, ignoredBytes: 2, ignoredCount: 1, childCount: 3 })
    const level = await tree.entries({ folder: '', depth: 1, limit: 10 })
    expect(level.map(({ path, kind, sizeBytes }) => [path, kind, sizeBytes])).toEqual([
      ['a', 'folder', 6],
      ['c', 'folder', 3],
      ['top', 'file', 2],
    ])
    const deeper = await tree.entries({ folder: '', depth: 2, limit: 2 })
    expect(deeper.map(({ path }) => path)).toEqual(['a', 'c', 'a/b', 'a/y', 'c/z', 'c/.git'])
    expect(tree.largestFiles(2).map(({ path }) => path)).toEqual(['a/b/x', 'c/z'])
    const second = await tree.entries({ folder: '', depth: 1, skip: 1, limit: 1 })
    expect(second.map(({ path }) => path)).toEqual(['c'])
    expect(await tree.entries({ folder: 'nowhere', depth: 1, limit: 1 })).toEqual([])
  })

  it('tells what each rule left out, whole folders as one', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { '.git/a': '12', '.git/b/c': '345', 'x.log': '1', 'y.log': '12', 'keep.py': '' })
    const { tree } = await scan(root, { rules: ['*.log'], disabledDefaults: [] })
    expect(tree.ignoredTotals()).toEqual([
      { rule: { source: 'default', pattern: '**/.git', id: 'version-control' }, count: 2, sizeBytes: 5 },
      { rule: { source: 'project', pattern: '*.log', id: null }, count: 2, sizeBytes: 3 },
    ])
    expect(tree.ignored(null, 10).map(({ path, ignoredBytes }) => [path, ignoredBytes])).toEqual([
      ['.git', 5],
      ['y.log', 2],
      ['x.log', 1],
    ])
    const rule = { source: 'project', pattern: '*.log', id: null } as const
    expect(tree.ignored(rule, 1).map(({ path }) => path)).toEqual(['y.log'])
  })
})

describe('the warnings of a scan', () => {
  it('name what does not belong into an image or cannot get there', async () => {
    const root = await makeTemporaryFolder()
    const megabyte = 1024 * 1024
    await writeFiles(root, {
      'model.PTH': Buffer.alloc(2 * megabyte),
      'train.csv': Buffer.alloc(6 * megabyte),
      'small.csv': 'a,b',
      'big.py': Buffer.alloc(51 * megabyte),
      'data/x': '1',
      'lib/Model.py': '',
      'lib/model.py': '',
    })
    await mkdir(join(root, 'pictures'))
    await Promise.all(Array.from({ length: 100 }, (_, index) => writeFile(join(root, 'pictures', `${index}.jpg`), 'x')))
    await symlink('/etc/passwd', join(root, 'absolute'))
    await symlink('../outside', join(root, 'out'))
    await symlink('gone', join(root, 'broken'))
    await symlink('data/x', join(root, 'good'))
    execFileSync('mkfifo', [join(root, 'pipe')])
    execFileSync('/bin/bash', ['-c', `touch '${root}/'$'\\xff'`])
    const { warnings, omittedWarnings } = await scan(root)
    expect(omittedWarnings).toBe(0)
    expect(warnings).toHaveLength(11)
    expect(warnings).toEqual(
      expect.arrayContaining([
        { code: 'data-file', path: 'model.PTH', sizeBytes: 2 * megabyte, kind: 'checkpoint' },
        { code: 'data-file', path: 'train.csv', sizeBytes: 6 * megabyte, kind: 'data-set' },
        { code: 'data-file', path: 'big.py', sizeBytes: 51 * megabyte, kind: 'large' },
        { code: 'data-folder', path: 'pictures', sizeBytes: 100, fileCount: 100 },
        { code: 'hidden-by-mount', path: 'data', sizeBytes: 1, fileCount: 1 },
        expect.objectContaining({ code: 'case-clash' }),
        { code: 'link-leaves-folder', path: 'absolute', target: '/etc/passwd' },
        { code: 'link-leaves-folder', path: 'out', target: '../outside' },
        { code: 'link-broken', path: 'broken', target: 'gone' },
        { code: 'special-file', path: 'pipe' },
        { code: 'name-not-utf8', path: '\uFFFD' },
      ]),
    )
  })

  it('name a rule that is none', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { '.dockerignore': 'a\n[b', a: '', c: '' })
    const { warnings, entries } = await scan(root, { rules: ['c', '[d'], disabledDefaults: [] })
    expect(warnings.map((warning) => (warning.code === 'bad-rule' ? [warning.source, warning.pattern] : null))).toEqual(
      [
        ['dockerignore', '[b'],
        ['project', '[d'],
      ],
    )
    expect(entries.map(({ path }) => path)).toEqual(['.dockerignore'])
  })

  it('name a file that may not be read', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { secret: '', 'fine.py': '' })
    await chmod(join(root, 'secret'), 0o200)
    const isRoot = process.getuid?.() === 0
    const { warnings } = await scan(root)
    expect(warnings.map(({ code }) => code)).toEqual(isRoot ? [] : ['unreadable'])
    await rm(join(root, 'secret'))
  })

  it('are not a flood', async () => {
    const root = await makeTemporaryFolder()
    await Promise.all(Array.from({ length: 130 }, (_, index) => symlink('gone', join(root, `link-${index}`))))
    const { warnings, omittedWarnings } = await scan(root)
    expect([warnings.length, omittedWarnings]).toEqual([100, 30])
  })
})
