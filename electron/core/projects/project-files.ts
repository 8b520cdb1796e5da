import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { AccountId, ProjectId } from '../../../shared/model/ids.ts'
import { ProjectSettings } from '../../../shared/model/project.ts'
import type { Project } from '../../../shared/model/project.ts'
import { projectFileExtension } from '../../../shared/model/project-file.ts'
import type { ExportOutcome, ProjectFilePreview, ProjectFileState } from '../../../shared/model/project-file.ts'
import { checkProject } from '../../../shared/uaitrain/fields.ts'
import { isSamePath } from '../../../shared/uaitrain/text-checks.ts'
import type { AccountStore } from '../accounts/account-store.ts'
import { readFailed } from '../context/read-failed.ts'
import type { Files } from '../ports/files.ts'
import { missingFoldersOf } from './missing-folders.ts'
import { maxProjectFileBytes, parseProjectFile, projectFileDigest, writeProjectFile } from './project-file.ts'
import type { ReadProjectFile } from './project-file.ts'
import type { ProjectService } from './project-service.ts'

/** Projects as files that travel with their code. */
export interface ProjectFiles {
  /** Without a path to the file that the project is kept in, or to a new one beside the code folder. */
  exportFile(input: { id: ProjectId; path: string | null; overwrite: boolean }): Promise<ExportOutcome>
  fileState(id: ProjectId): Promise<ProjectFileState>
  /** Rejects with `project-file-invalid`, `project-file-newer` or `not-found`. */
  readFile(path: string): Promise<ProjectFilePreview>
  /** Rejects as `readFile` does, or with `project-file-changed`. */
  importFile(input: { path: string; digest: string }): Promise<Project>
}

export interface ProjectFilesOptions {
  readonly projects: ProjectService
  readonly accountStore: Pick<AccountStore, 'list'>
  readonly files: Files
}

export function createProjectFiles({ projects, accountStore, files }: ProjectFilesOptions): ProjectFiles {
  const accountNamed = (name: string): AccountId | null =>
    accountStore.list().find(({ settings }) => settings.name === name)?.id ?? null
  const nameOf = (id: AccountId | null): string | null =>
    accountStore.list().find((account) => account.id === id)?.settings.name ?? null
  const textOf = (project: Project, path: string): string =>
    writeProjectFile(ProjectSettings.parse(project), { folder: dirname(path), accountName: nameOf(project.accountId) })
  const parse = (text: string, path: string): ReadProjectFile =>
    parseProjectFile(text, { path, folder: dirname(path), findAccount: accountNamed })

  const readFile = async (given: string): Promise<ProjectFilePreview> => {
    const path = resolve(given)
    const text = await readText(path)
    if (text === null) throw new AppError('not-found', { what: 'file', id: path })
    const { settings, accountName } = parse(text, path)
    const digest = projectFileDigest(text)
    const known = projects.findFile(path)
    return {
      path,
      digest,
      isTrusted: known?.digest === digest,
      settings,
      accountName,
      accountId: settings.accountId,
      projectId: known?.projectId ?? projectOfCode(projects.list(), settings.codePath)?.id ?? null,
      missingFolders: await missingFoldersOf([settings.codePath, settings.testDataPath, settings.testOutputPath]),
      problems: checkProject(settings),
    }
  }

  return {
    exportFile: async ({ id, path: given, overwrite }) => {
      const project = projects.find(id)
      const path = resolve(given === null ? (project.filePath ?? defaultPath(project)) : withExtension(given))
      const text = textOf(project, path)
      const existing = await readText(path)
      const known = projects.findFile(path)
      const isOurs = known?.projectId === id
      if (existing !== null && existing !== text && !overwrite) {
        const isAsWeLeftIt = isOurs && known.digest === projectFileDigest(existing)
        if (!isAsWeLeftIt) return { state: 'conflict', path, reason: isOurs ? 'changed' : 'other' }
      }
      await files.replace(path, text)
      projects.keepFile({ path, projectId: id, digest: projectFileDigest(text) })
      return { state: 'written', path }
    },
    fileState: async (id) => {
      const project = projects.find(id)
      const path = project.filePath
      if (path === null) return 'none'
      const text = await readText(path)
      if (text === null) return 'file-missing'
      if (isSame(text, () => parse(text, path).settings, project)) return 'in-step'
      return projects.findFile(path)?.digest === projectFileDigest(text) ? 'project-changed' : 'file-changed'
    },
    readFile,
    importFile: async ({ path: given, digest }) => {
      const { path, settings, projectId, digest: current } = await readFile(given)
      if (current !== digest) throw new AppError('project-file-changed', { path })
      const known = projectId === null ? null : projects.find(projectId)
      const accountId = settings.accountId ?? known?.accountId ?? null
      const { id } = projects.save({ id: projectId, settings: { ...settings, accountId } })
      if (known?.archived === true) projects.archive({ id, archived: false })
      return projects.keepFile({ path, projectId: id, digest })
    },
  }
}

/** A project that has its code there and is kept in no other file. */
function projectOfCode(projects: readonly Project[], codePath: string): Project | undefined {
  return projects.find((project) => project.filePath === null && isSamePath(project.codePath, codePath))
}

/** Account aside: its name in the file is a hint only. */
function isSame(text: string, read: () => ProjectSettings, project: Project): boolean {
  const comparable = (settings: ProjectSettings): string =>
    JSON.stringify(ProjectSettings.parse({ ...settings, accountId: null }))
  try {
    return text !== '' && comparable(read()) === comparable(project)
  } catch {
    return false // No longer a project file, so it has been changed.
  }
}

function defaultPath({ name, codePath }: Project): string {
  if (codePath === '') throw new AppError('invalid-field', { field: 'codePath', problem: 'required', value: '' })
  const fileName = name.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, '-').replace(/^[\s.-]+|[\s.-]+$/g, '')
  return join(dirname(resolve(codePath)), withExtension(fileName === '' ? 'project' : fileName))
}

function withExtension(path: string): string {
  return path.endsWith(projectFileExtension) ? path : `${path}${projectFileExtension}`
}

/** Null when there is no file. */
async function readText(path: string): Promise<string | null> {
  let file: FileHandle
  try {
    file = await open(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw readFailed(path, error)
  }
  try {
    const stats = await file.stat()
    if (!stats.isFile() || stats.size > maxProjectFileBytes) {
      throw new AppError('project-file-invalid', { path, words: `not a file of up to ${maxProjectFileBytes} bytes` })
    }
    return await file.readFile('utf8')
  } catch (error) {
    throw readFailed(path, error)
  } finally {
    await file.close()
  }
}
