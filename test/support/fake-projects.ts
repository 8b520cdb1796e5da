import type { AppContract } from '../../shared/contract.ts'
import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/ipc/define.ts'
import type { Account } from '../../shared/model/account.ts'
import { ProjectId } from '../../shared/model/ids.ts'
import type { Project } from '../../shared/model/project.ts'
import type { ExportOutcome, ProjectFilePreview, ProjectFileState } from '../../shared/model/project-file.ts'
import { ScanId, type ScanEntry, type ScanUpdate } from '../../shared/model/scan.ts'
import { defaultCombination } from '../../shared/uaitrain/combinations.ts'
import { aborted, drop, put } from './fake-parts.ts'
import { sampleProject } from './samples.ts'

type ProjectName = Extract<keyof Handlers<AppContract>, `projects.${string}` | `folders.${string}`>

/** What a main process in memory has of projects and their folders. */
export interface FakeProjects {
  readonly projects: Project[]
  /** The first one is a new project's. */
  readonly accounts: Account[]
  /** What `folders.choose` answers. */
  chosenFolder: string | null
  /** What `projects.chooseFile` and `logs.save` answer. */
  chosenFile: string | null
  /** What `projects.readFile` answers. */
  filePreview: ProjectFilePreview | null
  fileState: ProjectFileState
  exportOutcome: ExportOutcome
  /** Test folders that a project made from a folder lacks. */
  missingFolders: string[]
  readonly moved: ProjectId[]
  /** What a scan tells after it has begun, and what is in its folders. */
  scanUpdates: ScanUpdate[]
  readonly scanEntries: ScanEntry[]
}

export interface FakeProjectsOptions {
  readonly now: () => number
  readonly nextNumber: () => number
  /** Told of each call; may throw. */
  readonly called: (name: string) => void
}

export function projectHandlers(
  main: FakeProjects,
  { now, nextNumber, called }: FakeProjectsOptions,
): Pick<Handlers<AppContract>, ProjectName> {
  const { projects } = main
  const nextId = (): ProjectId => ProjectId.parse(`project-${nextNumber()}`)
  const find = (id: ProjectId): Project => {
    const found = projects.find((project) => project.id === id)
    if (found === undefined) throw new AppError('not-found', { what: 'project', id })
    return found
  }
  const keep = (project: Project): Project => {
    put(projects, project)
    return project
  }
  const readFile = (): ProjectFilePreview => {
    if (main.filePreview === null) throw new AppError('not-found', { what: 'file', id: '' })
    return main.filePreview
  }
  const newProject = (codePath: string): Project => {
    const [account] = main.accounts
    return sampleProject({
      id: nextId(),
      createdAt: now(),
      updatedAt: now(),
      name: 'pytorch-mnist',
      accountId: account?.id ?? null,
      codePath,
      base: { kind: 'combination', ...defaultCombination },
      uhubRegistry: account === undefined ? '' : 'uai_demo',
      testDataPath: '/home/lin/code/pytorch-mnist/data',
      testOutputPath: '/home/lin/code/pytorch-mnist/output',
    })
  }

  return {
    'projects.list': () => {
      called('projects.list')
      return projects
    },
    'projects.save': ({ id, settings }) => {
      called('projects.save')
      const createdAt = projects.find((project) => project.id === id)?.createdAt ?? now()
      const made = { id: id ?? nextId(), createdAt, updatedAt: now() }
      return keep({
        archived: false,
        filePath: null,
        keptWarnings: [],
        ...projects.find((one) => one.id === id),
        ...settings,
        ...made,
      })
    },
    'projects.duplicate': (id) => {
      called('projects.duplicate')
      const project = find(id)
      const name = `${project.name} 2`
      return keep({ ...project, id: nextId(), name, updatedAt: now() })
    },
    'projects.archive': ({ id, archived }) => {
      called('projects.archive')
      return keep({ ...find(id), archived })
    },
    'projects.keepWarning': ({ id, warning, kept }) => {
      called('projects.keepWarning')
      const project = find(id)
      const others = project.keptWarnings.filter((one) => one !== warning)
      return keep({ ...project, keptWarnings: kept ? [...others, warning] : others })
    },
    'projects.findMoved': () => {
      called('projects.findMoved')
      return main.moved
    },
    'projects.relocate': ({ id, codePath }) => {
      called('projects.relocate')
      return keep({ ...find(id), codePath })
    },
    'projects.fromFolder': (path) => {
      called('projects.fromFolder')
      const known = projects.find(({ codePath }) => codePath === path)
      const missingFolders = [...main.missingFolders]
      if (known !== undefined) return { kind: 'project', project: known, isNew: false, missingFolders }
      return { kind: 'project', project: keep(newProject(path)), isNew: true, missingFolders }
    },
    'projects.makeTestFolders': () => {
      called('projects.makeTestFolders')
      return main.missingFolders
    },
    'projects.fromCommandLine': () => {
      called('projects.fromCommandLine')
      const project = keep(newProject('/data/code'))
      return { project, accountId: project.accountId, accountIsNew: false, movedSecrets: ['privateKey'] }
    },
    'projects.commandLine': () => {
      called('projects.commandLine')
      return 'python pytorch_tool.py pack --code_path ./code/'
    },
    'projects.exportFile': ({ overwrite }) => {
      called(overwrite ? 'projects.exportFile overwrite' : 'projects.exportFile')
      return main.exportOutcome
    },
    'projects.chooseFile': () => {
      called('projects.chooseFile')
      return main.chosenFile
    },
    'projects.fileState': () => {
      called('projects.fileState')
      return main.fileState
    },
    'projects.readFile': () => {
      called('projects.readFile')
      return readFile()
    },
    'projects.importFile': ({ path }) => {
      called('projects.importFile')
      const { settings, projectId } = readFile()
      const id = projectId ?? nextId()
      return keep({
        ...settings,
        id,
        createdAt: now(),
        updatedAt: now(),
        archived: false,
        filePath: path,
        keptWarnings: [],
      })
    },
    'projects.remove': (id) => {
      called('projects.remove')
      drop(projects, id)
    },
    'folders.choose': () => {
      called('folders.choose')
      return main.chosenFolder
    },
    'folders.inspect': ({ codePath }) => {
      called('folders.inspect')
      return {
        path: codePath,
        mainFiles: [
          { path: 'mnist.py', score: 9 },
          { path: 'models/train_resnet.py', score: 4 },
          { path: 'utils.py', score: 0 },
        ],
        notebookCount: 0,
        fileCount: 214,
        sizeBytes: 1_240_000,
        ignoredCount: 31,
        hiddenByMounts: ['data'],
        suggestion: {
          name: 'pytorch-mnist',
          imageName: 'pytorch-mnist',
          testDataPath: '/home/lin/code/pytorch-mnist/data',
          testOutputPath: '/home/lin/code/pytorch-mnist/output',
        },
      }
    },
    async *'folders.scan'(_, { signal }) {
      called('folders.scan')
      yield [{ type: 'started', scanId: ScanId.parse(`scan-${nextNumber()}`) }, ...main.scanUpdates]
      await aborted(signal)
    },
    'folders.scanEntries': ({ folder, depth, skip, limit }) => {
      called('folders.scanEntries')
      const prefix = folder === '' ? '' : `${folder}/`
      return main.scanEntries
        .filter(({ path }) => path.startsWith(prefix) && path.slice(prefix.length).split('/').length <= depth)
        .toSorted((a, b) => b.sizeBytes - a.sizeBytes)
        .slice(skip, skip + limit)
    },
    'folders.scanIgnored': ({ rule }) => {
      called('folders.scanIgnored')
      return main.scanEntries.filter(({ ignoredBy }) => ignoredBy !== null && ignoredBy.pattern === rule?.pattern)
    },
  }
}
