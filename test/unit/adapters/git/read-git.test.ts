import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readGit } from '../../../../electron/adapters/git/read-git.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'

const never = new AbortController().signal

async function makeRepository(): Promise<{ folder: string; git: (...args: string[]) => string }> {
  const folder = await makeTemporaryFolder()
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      encoding: 'utf8',
    })
  git('init', '--quiet', '--initial-branch=main')
  await writeFiles(folder, { 'code/train.py': 'one\n', 'README.md': 'outside\n' })
  git('add', '.')
  git('commit', '--quiet', '-m', 'first')
  return { folder, git }
}

it('tells the commit of a folder as it was committed', async () => {
  const { folder, git } = await makeRepository()
  const commit = git('rev-parse', 'HEAD').trim()
  const state = { commit, branch: 'main', isDirty: false, untrackedCount: 0, patch: 'none' }
  expect(await readGit(join(folder, 'code'), never)).toEqual({ state, patch: null })
})

it('tells what was changed since, in this folder alone', async () => {
  const { folder } = await makeRepository()
  await writeFiles(folder, { 'code/train.py': 'two\n', 'code/new.py': 'new\n', 'README.md': 'changed\n' })
  const found = await readGit(join(folder, 'code'), never)
  expect(found?.state).toMatchObject({ isDirty: true, untrackedCount: 1, patch: 'kept' })
  expect(found?.patch).toContain('+two')
  expect(found?.patch).not.toContain('README')
})

it('leaves a patch out that is too large', async () => {
  const { folder } = await makeRepository()
  await writeFile(join(folder, 'code/train.py'), 'line\n'.repeat(400_000))
  expect(await readGit(join(folder, 'code'), never)).toMatchObject({
    state: { isDirty: true, patch: 'cut' },
    patch: null,
  })
})

it('knows nothing of a folder without a repository, or without a commit', async () => {
  const folder = await makeTemporaryFolder()
  expect(await readGit(folder, never)).toBeNull()
  execFileSync('git', ['init', '--quiet', folder])
  expect(await readGit(folder, never)).toBeNull()
})

it('starts no program that the repository names', async () => {
  const { folder, git } = await makeRepository()
  const trace = join(await makeTemporaryFolder(), 'started')
  const program = `touch ${trace}; cat`
  git('config', 'filter.evil.clean', program)
  git('config', 'filter.evil.required', 'true')
  git('config', 'filter.evil=odd.clean', program)
  git('config', 'core.fsmonitor', program)
  git('config', 'diff.evil.textconv', program)
  git('config', 'diff.evil.command', program)
  git('config', 'diff.external', program)
  await writeFiles(folder, { 'code/.gitattributes': '*.py filter=evil diff=evil\n', 'code/train.py': 'two\n' })
  const found = await readGit(join(folder, 'code'), never)
  expect(existsSync(trace)).toBe(false)
  expect(found).toBeNull()
  git('config', '--unset', 'filter.evil=odd.clean')
  expect((await readGit(join(folder, 'code'), never))?.state).toMatchObject({ isDirty: true })
  expect(existsSync(trace)).toBe(false)
})
