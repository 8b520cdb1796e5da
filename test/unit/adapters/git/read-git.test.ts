import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
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

describe('a repository of somebody else', () => {
  let trace: string
  let program: string
  beforeEach(async () => {
    trace = join(await makeTemporaryFolder(), 'started')
    program = `touch ${trace}; cat`
  })

  it('starts none of its filters, drivers, monitors, hooks and pagers', async () => {
    const { folder, git } = await makeRepository()
    const settings = [
      ...['filter.evil.clean', 'filter.evil.smudge', 'filter.evil.process', 'filter.evil=odd.clean'],
      ...[
        'core.fsmonitor',
        'core.pager',
        'core.editor',
        'core.sshCommand',
        'core.askPass',
        'core.gitProxy',
        'core.alternateRefsCommand',
      ],
      ...[
        'diff.evil.textconv',
        'diff.evil.command',
        'diff.external',
        'merge.evil.driver',
        'gpg.program',
        'pager.status',
        'pager.diff',
      ],
      ...[
        'interactive.diffFilter',
        'credential.helper',
        'trailer.x.command',
        'uploadpack.packObjectsHook',
        'sequence.editor',
      ],
    ]
    for (const name of settings) git('config', name, program)
    git('config', 'filter.evil.required', 'true')
    git('config', 'core.hooksPath', '.hooks')
    git('config', 'alias.status', `!${program}`)
    git('config', 'alias.diff', `!${program}`)
    await writeFiles(folder, {
      'code/.gitattributes': '*.py filter=evil diff=evil merge=evil\n',
      'code/train.py': 'two\n',
      '.git/info/attributes': '* filter=evil diff=evil\n',
    })
    for (const hook of ['post-index-change', 'fsmonitor-watchman', 'post-checkout', 'reference-transaction']) {
      for (const place of ['.git/hooks', '.hooks']) {
        await writeFiles(folder, { [`${place}/${hook}`]: `#!/bin/sh\n${program}\n` })
        await chmod(join(folder, place, hook), 0o755)
      }
    }
    const found = await readGit(join(folder, 'code'), never)
    expect(found?.state).toMatchObject({ branch: 'main', isDirty: true, patch: 'kept' })
    expect(existsSync(trace)).toBe(false)
  })

  it('starts none that a file it includes, or its worktree’s own settings, name', async () => {
    const { folder, git } = await makeRepository()
    await writeFiles(folder, {
      'evil.config': `[core]\n\tfsmonitor = ${program}\n[filter "evil"]\n\tclean = ${program}\n`,
      'code/.gitattributes': '*.py filter=evil\n',
      'code/train.py': 'two\n',
    })
    git('config', 'include.path', join(folder, 'evil.config'))
    git('config', `includeIf.gitdir:${folder}/.path`, join(folder, 'evil.config'))
    git('config', 'extensions.worktreeConfig', 'true')
    git('config', '--worktree', 'core.fsmonitor', program)
    git('config', '--worktree', 'filter.evil.clean', program)
    expect((await readGit(join(folder, 'code'), never))?.state.isDirty).toBe(true)
    expect(existsSync(trace)).toBe(false)
  })

  it('starts none of a submodule’s, or of a repository that lies in it', async () => {
    const { folder, git } = await makeRepository()
    const inner = await makeRepository()
    git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'code/inner')
    git('commit', '--quiet', '-m', 'with a submodule')
    const nested = join(folder, 'code', 'nested')
    execFileSync('git', ['init', '--quiet', nested])
    for (const place of [join(folder, 'code/inner'), nested]) {
      const own = (...args: string[]): Buffer => execFileSync('git', ['-C', place, ...args])
      own('config', 'filter.evil.clean', program)
      own('config', 'core.fsmonitor', program)
      own('config', 'diff.external', program)
      await writeFiles(place, { '.gitattributes': '* filter=evil diff=evil\n', 'code/train.py': 'changed\n' })
    }
    expect(await readGit(join(folder, 'code'), never)).not.toBeNull()
    expect(await readGit(join(folder, 'code/inner'), never)).toMatchObject({ state: { isDirty: true } })
    expect(existsSync(trace)).toBe(false)
  })

  it('reaches no remote for what it lacks', async () => {
    const { folder, git } = await makeRepository()
    git('config', 'core.repositoryFormatVersion', '1')
    git('config', 'extensions.partialClone', 'origin')
    git('config', 'remote.origin.url', `ext::sh -c 'touch ${trace}'`)
    git('config', 'remote.origin.promisor', 'true')
    git('config', 'remote.origin.uploadpack', `sh -c 'touch ${trace}'`)
    git('config', 'protocol.ext.allow', 'always')
    await writeFiles(folder, { 'code/train.py': 'two\n' })
    const blob = git('rev-parse', 'HEAD:code/train.py').trim()
    await rm(join(folder, '.git/objects', blob.slice(0, 2), blob.slice(2)))
    const found = await readGit(join(folder, 'code'), never)
    expect(found?.state.patch ?? 'cut').toBe('cut')
    expect(existsSync(trace)).toBe(false)
  })

  it('is none of the variables’ that the app was started with', async () => {
    const { folder } = await makeRepository()
    await writeFiles(folder, { 'code/train.py': 'two\n' })
    const variables = {
      GIT_EXTERNAL_DIFF: program,
      GIT_DIR: '/nowhere',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.fsmonitor',
    }
    for (const [name, value] of Object.entries({ ...variables, GIT_CONFIG_VALUE_0: program })) vi.stubEnv(name, value)
    onTestFinished(() => void vi.unstubAllEnvs())
    expect((await readGit(join(folder, 'code'), never))?.state).toMatchObject({ branch: 'main', patch: 'kept' })
    expect(existsSync(trace)).toBe(false)
  })

  it('is not waited for where its files are pipes', async () => {
    const { folder } = await makeRepository()
    for (const name of ['HEAD', 'packed-refs', 'commondir', 'index', 'config']) {
      await rm(join(folder, '.git', name), { force: true })
      execFileSync('mkfifo', [join(folder, '.git', name)])
    }
    expect(await readGit(join(folder, 'code'), never)).toBeNull()
  })
})

describe('where a repository keeps its parts', () => {
  it('may be packed, or a worktree of another', async () => {
    const { folder, git } = await makeRepository()
    const commit = git('rev-parse', 'HEAD').trim()
    git('gc', '--quiet')
    git('pack-refs', '--all')
    expect((await readGit(folder, never))?.state).toMatchObject({ commit, branch: 'main', isDirty: false })
    const second = join(await makeTemporaryFolder(), 'second')
    git('worktree', 'add', '--quiet', '-b', 'topic/one', second)
    expect((await readGit(join(second, 'code'), never))?.state).toMatchObject({
      commit,
      branch: 'topic/one',
      isDirty: false,
    })
    git('-C', second, 'checkout', '--quiet', '--detach')
    expect((await readGit(second, never))?.state).toMatchObject({ commit, branch: null })
  })

  it('may have names of the longer kind, a split index, and what is ignored in its own list', async () => {
    const folder = await makeTemporaryFolder()
    const git = (...args: string[]): Buffer =>
      execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args])
    git('init', '--quiet', '--object-format=sha256', '--initial-branch=main')
    await writeFiles(folder, { 'train.py': 'one\n' })
    git('add', '.')
    git('commit', '--quiet', '-m', 'first')
    git('update-index', '--split-index')
    await writeFiles(folder, { '.git/info/exclude': '*.log\n', 'run.log': 'x', 'new.py': 'x' })
    const found = await readGit(folder, never)
    expect(found?.state).toMatchObject({ branch: 'main', isDirty: true, untrackedCount: 1, patch: 'none' })
    expect(found?.state.commit).toHaveLength(64)
  })
})
