import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { FileContent, Files } from '../../core/ports/files.ts'

const fullDiskCodes: readonly string[] = ['ENOSPC', 'EDQUOT']

const temporarySuffix = '.tmp'

export function createNodeFiles(): Files {
  return {
    replace: (path, content) => explainFailure(path, () => replaceFile(path, content)),
    removeHalfWritten: (path) =>
      explainFailure(path, async () => {
        const folder = dirname(path)
        const names = await readdir(folder).catch(() => [])
        const halves = names.filter((name) => name.startsWith(`.${basename(path)}.`) && name.endsWith(temporarySuffix))
        for (const name of halves) await rm(join(folder, name), { force: true })
      }),
    makeFolder: (path) =>
      explainFailure(path, async () => {
        await mkdir(path, { recursive: true })
      }),
  }
}

async function replaceFile(path: string, content: FileContent): Promise<void> {
  const mode = await modeOf(path)
  const temporaryPath = join(dirname(path), `.${basename(path)}.${randomUUID()}${temporarySuffix}`)
  try {
    const file = await open(temporaryPath, 'wx', mode ?? 0o666)
    try {
      // The mode given at opening is cut by the process's mask.
      if (mode !== null) await file.chmod(mode)
      await writeFile(file, content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporaryPath, path)
  } catch (error) {
    await rm(temporaryPath, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

async function modeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mode & 0o777
  } catch {
    // Nothing there yet.
    return null
  }
}

async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  } catch {
    // Windows and some network file systems cannot sync a folder; the file itself is whole either way.
  }
}

async function explainFailure(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Error) || error instanceof AppError) throw error
    const code = 'code' in error ? String(error.code) : ''
    if (fullDiskCodes.includes(code)) throw new AppError('disk-full', { path }, { cause: error })
    throw new AppError('write-failed', { path, words: error.message }, { cause: error })
  }
}
