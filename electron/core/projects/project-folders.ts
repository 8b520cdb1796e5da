import { readdir } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { AccountId, ProjectId } from '../../../shared/model/ids.ts'
import { noIgnoreSettings } from '../../../shared/model/ignore.ts'
import { noPackages } from '../../../shared/model/packages.ts'
import { defaultImageTag, ProjectSettings } from '../../../shared/model/project.ts'
import type { Project } from '../../../shared/model/project.ts'
import { projectFileExtension } from '../../../shared/model/project-file.ts'
import { defaultCombination } from '../../../shared/uaitrain/combinations.ts'
import { isSamePath } from '../../../shared/uaitrain/text-checks.ts'
import type { AccountStore } from '../accounts/account-store.ts'
import { checkCodeFolder } from '../context/check-folder.ts'
import { inspectCodeFolder } from '../context/inspect.ts'
import { readFailed } from '../context/read-failed.ts'
import type { Files } from '../ports/files.ts'
import { isMissing, missingFoldersOf } from './missing-folders.ts'
import type { ProjectService } from './project-service.ts'

/** The project of a folder, or the file in it that is to be imported for one. */
export type FolderProject =
  { kind: 'project'; project: Project; isNew: boolean; missingFolders: string[] } | { kind: 'file'; path: string }

/** Projects and the folders they work on. */
export interface ProjectFolders {
  /** Rejects with `invalid-field` for what is no folder. */
  fromFolder(path: string, signal: AbortSignal): Promise<FolderProject>
  makeTestFolders(id: ProjectId): Promise<string[]>
  /** Those of the projects in use whose code folder is gone. */
  findMoved(): Promise<ProjectId[]>
  relocate(input: { id: ProjectId; codePath: string }): Promise<Project>
}

export interface ProjectFoldersOptions {
  readonly projects: ProjectService
  readonly accountStore: Pick<AccountStore, 'list'>
  readonly files: Files
}

export function createProjectFolders({ projects, accountStore, files }: ProjectFoldersOptions): ProjectFolders {
  const withMissing = async (project: Project, isNew: boolean): Promise<FolderProject> => {
    const missingFolders = await missingFoldersOf([project.testDataPath, project.testOutputPath])
    return { kind: 'project', project, isNew, missingFolders }
  }
  return {
    fromFolder: async (path, signal) => {
      const folder = resolve(path)
      await checkCodeFolder(folder)
      const names = await namesIn(folder)
      const codePath = await findCodeFolder(folder, names)
      const list = projects.list()
      const known =
        list.find((project) => isSamePath(project.codePath, codePath)) ??
        list.find((project) => isSamePath(project.codePath, folder))
      if (known !== undefined) return withMissing(known, false)
      const file = names.filter((name) => name.endsWith(projectFileExtension)).sort()[0]
      if (file !== undefined) return { kind: 'file', path: join(folder, file) }
      const { mainFiles, suggestion } = await inspectCodeFolder(codePath, signal)
      const [newest] = list
      const settings: ProjectSettings = {
        ...suggestion,
        accountId: newest?.accountId ?? onlyAccount(accountStore),
        codePath,
        mainFile: mainFiles[0]?.path ?? '',
        base: newest?.base ?? { kind: 'combination', ...defaultCombination },
        uhubRegistry: newest?.uhubRegistry ?? '',
        imageTag: defaultImageTag,
        internalUhub: newest?.internalUhub ?? false,
        acceleratorType: newest?.acceleratorType ?? 'gpu',
        trainParams: '',
        solver: '',
        snapshot: '',
        numGpus: null,
        keepGpuImage: true,
        smokeSeconds: null,
        cloudGpu: 'platform',
        packages: noPackages,
        ignore: noIgnoreSettings,
      }
      return withMissing(projects.save({ id: null, settings }), true)
    },
    makeTestFolders: async (id) => {
      const { testDataPath, testOutputPath } = projects.find(id)
      const missing = (await missingFoldersOf([testDataPath, testOutputPath])).filter((path) => isAbsolute(path))
      for (const path of missing) await files.makeFolder(path)
      return missing
    },
    findMoved: async () => {
      const inUse = projects.list().filter(({ archived, codePath }) => !archived && isAbsolute(codePath))
      const moved = await Promise.all(inUse.map(({ codePath }) => isMissing(codePath)))
      return inUse.filter((_, index) => moved[index]).map(({ id }) => id)
    },
    relocate: async ({ id, codePath: given }) => {
      const project = projects.find(id)
      await checkCodeFolder(given)
      const codePath = await codeFolderWithin(resolve(given), project)
      const follow = (path: string): Promise<string> => followMove(path, dirname(project.codePath), dirname(codePath))
      const settings = {
        ...ProjectSettings.parse(project),
        codePath,
        testDataPath: await follow(project.testDataPath),
        testOutputPath: await follow(project.testOutputPath),
      }
      const moved = projects.save({ id, settings })
      if (moved.filePath === null) return moved
      const known = projects.findFile(moved.filePath)
      const filePath = await follow(moved.filePath)
      return known === null || filePath === moved.filePath ? moved : projects.keepFile({ ...known, path: filePath })
    },
  }
}

/** The folder itself, or the `code` in it if that is where the Python is. */
async function findCodeFolder(folder: string, names: readonly string[]): Promise<string> {
  if (!names.includes('code') || names.some((name) => name.endsWith('.py'))) return folder
  const code = join(folder, 'code')
  try {
    return (await readdir(code)).some((name) => name.endsWith('.py')) ? code : folder
  } catch {
    return folder // A file called `code`, or a folder that is not ours to read.
  }
}

/** The user may have pointed to the folder that holds the code folder. */
async function codeFolderWithin(folder: string, { codePath, mainFile }: Project): Promise<string> {
  const within = join(folder, basename(codePath))
  const isHere = !(await isMissing(join(folder, mainFile)))
  return isHere || (await isMissing(join(within, mainFile))) ? folder : within
}

/** Where a path is after its folder moved, if it moved along; else the path as it is. */
async function followMove(path: string, from: string, to: string): Promise<string> {
  const inside = relative(from, path)
  if (path === '' || inside === '' || inside.startsWith(`..${sep}`) || inside === '..' || isAbsolute(inside))
    return path
  const moved = join(to, inside)
  return (await isMissing(path)) || !(await isMissing(moved)) ? moved : path
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    throw readFailed(folder, error)
  }
}

function onlyAccount(store: Pick<AccountStore, 'list'>): AccountId | null {
  const [only, ...others] = store.list()
  return only === undefined || others.length > 0 ? null : only.id
}
