import { randomUUID } from 'node:crypto'
import { chmod, lstat, mkdir, open, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError, cancelled } from '../../../shared/errors.ts'
import type { CodeFile } from '../../../shared/model/code-file.ts'
import { errorWords } from '../error-words.ts'
import type { CodeVault } from './code-vault.ts'
import type { UnfinishedWrites } from './unfinished-writes.ts'

export interface RestoreProgress {
  readonly fileCount: number
  readonly totalFiles: number
}

const tellEveryMs = 100

/**
 * Writes the code of a pack into a folder that does not exist yet; the folder is there once all of it is, or not at all.
 * The list may come from somebody else: nothing of it lands outside of the folder.
 */
export async function* restoreCode(options: {
  readonly files: readonly CodeFile[]
  readonly vault: CodeVault
  readonly unfinished: UnfinishedWrites
  readonly folder: string
  readonly signal: AbortSignal
}): AsyncGenerator<RestoreProgress, void> {
  const { files, vault, unfinished, folder, signal } = options
  await checkFree(folder)
  for (const { path } of files) checkInside(path)
  const partial = join(dirname(folder), `.${basename(folder)}.${randomUUID()}.partial`)
  const end = await unfinished.begin({ kind: 'folder', path: partial })
  try {
    await mkdir(partial)
    let toldAt = 0
    // Links come last, so that nothing is written through one; then the modes, so that no folder refuses its files.
    const ordered = [...files.filter(({ type }) => type !== 'link'), ...files.filter(({ type }) => type === 'link')]
    for (const [index, file] of ordered.entries()) {
      if (signal.aborted) throw cancelled()
      await restoreOne(file, join(partial, file.path), vault)
      if (performance.now() - toldAt < tellEveryMs) continue
      toldAt = performance.now()
      yield { fileCount: index + 1, totalFiles: files.length }
    }
    for (const { path, mode } of files.filter(({ type }) => type === 'folder').reverse()) {
      await chmod(join(partial, path), mode)
    }
    await checkFree(folder)
    await rename(partial, folder)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    if (error instanceof AppError) throw error
    throw new AppError('write-failed', { path: folder, words: errorWords(error) }, { cause: error })
  } finally {
    await end()
  }
}

async function restoreOne(file: CodeFile, path: string, vault: CodeVault): Promise<void> {
  if (file.type === 'folder') {
    await mkdir(path, { recursive: true })
    return
  }
  await mkdir(dirname(path), { recursive: true })
  if (file.type === 'link') {
    await symlink(file.target, path)
    return
  }
  const opened = await open(path, 'wx')
  try {
    for await (const bytes of vault.read(file.sha256 ?? '')) await opened.writeFile(bytes)
    await opened.chmod(file.mode)
  } finally {
    await opened.close()
  }
}

async function checkFree(folder: string): Promise<void> {
  const found = await lstat(folder).catch(() => null)
  if (found !== null) throw new AppError('write-failed', { path: folder, words: 'EEXIST: it is there already' })
}

function checkInside(path: string): void {
  const parts = path.split('/')
  const isBad = parts.some((part) => part === '' || part === '.' || part === '..') || /[\\\0]|^[A-Za-z]:/.test(path)
  if (isBad) throw new AppError('write-failed', { path, words: 'not a path inside of a folder' })
}
