import { access, constants, lstat, readlink, realpath, stat } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { FieldName, ProblemCode } from '../../../shared/model/field.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'
import { errorWords } from '../error-words.ts'
import type { CodeTree } from './walk.ts'

/** Rejects with `invalid-field` unless the path is a folder that can be read. */
export async function checkCodeFolder(codePath: string): Promise<void> {
  await checkFolder('codePath', codePath)
}

/** Rejects with `invalid-field` unless the main file is a file inside the code folder, followed through links. */
export async function checkMainFile({
  codePath,
  mainFile,
}: Pick<ProjectSettings, 'codePath' | 'mainFile'>): Promise<void> {
  const path = join(codePath, mainFile)
  const stats = await statOf({ field: 'mainFile', value: mainFile }, path)
  if (!stats.isFile()) throw invalid('mainFile', 'not-a-file', mainFile)
  const inside = relative(await realpath(codePath), await realpath(path))
  const leadsOutside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)
  // An absolute link leads to a place of this machine, wherever that is.
  if (leadsOutside || (await isAbsoluteLink(path))) throw invalid('mainFile', 'outside-code-folder', mainFile)
  await checkAccess({ field: 'mainFile', value: mainFile }, path, constants.R_OK)
}

/** Rejects with `invalid-field` when the `.dockerignore` keeps the main file out of the image. */
export async function checkMainFileIncluded(tree: CodeTree, mainFile: string): Promise<void> {
  const path = join(tree.root, mainFile)
  const real = relative(await realpath(tree.root), await realpath(path))
  const [named, target] = [relative(tree.root, path), real].map((one) => one.split(sep).join('/'))
  const links = tree.entries.filter(({ type }) => type === 'link')
  const isIncluded = (file: string): boolean => tree.stamps.has(file) || links.some((link) => link.path === file)
  const isReached =
    named !== undefined && (isIncluded(named) || links.some((link) => named.startsWith(`${link.path}/`)))
  if (!isReached || !isIncluded(target ?? '')) throw invalid('mainFile', 'not-found', mainFile)
}

/** Rejects with `write-failed` when nothing can be written into a folder. */
export async function checkWritable(path: string): Promise<void> {
  try {
    await access(path, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new AppError('write-failed', { path, words: errorWords(error) }, { cause: error })
  }
}

async function checkFolder(field: FieldName, path: string): Promise<void> {
  const stats = await statOf({ field, value: path }, path)
  if (!stats.isDirectory()) throw invalid(field, 'not-a-folder', path)
  await checkAccess({ field, value: path }, path, constants.R_OK | constants.X_OK)
}

/** A field and what stands in it, to be named when it will not do. */
interface Input {
  readonly field: FieldName
  readonly value: string
}

async function checkAccess({ field, value }: Input, path: string, mode: number): Promise<void> {
  try {
    await access(path, mode)
  } catch (error) {
    throw new AppError('invalid-field', { field, problem: 'not-readable', value }, { cause: error })
  }
}

async function statOf({ field, value }: Input, path: string): Promise<Stats> {
  try {
    return await stat(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    const problem = code === 'ENOENT' || code === 'ENOTDIR' ? 'not-found' : 'not-readable'
    throw new AppError('invalid-field', { field, problem, value }, { cause: error })
  }
}

async function isAbsoluteLink(path: string): Promise<boolean> {
  return (await lstat(path)).isSymbolicLink() && isAbsolute(await readlink(path))
}

function invalid(field: FieldName, problem: ProblemCode, value: string): AppError {
  return new AppError('invalid-field', { field, problem, value })
}
