import type { TFunction } from 'i18next'
import type { AppStores } from '../../stores/app-stores.ts'
import { lastPacked } from '../../stores/jobs-store.ts'
import { byRecency } from '../../stores/projects-store.ts'
import { terminalsOf } from '../../stores/terminals-store.ts'
import type { ProjectTab } from '../../stores/view-store.ts'
import { openCodeFolder, openProjectFile } from '../open/open-actions.ts'
import {
  chooseOptionsOfTest,
  duplicateProject,
  exportProject,
  findProject,
  relocateProject,
  startPack,
  testNewest,
} from '../project/project-actions.ts'

/** Something that the palette does. */
export interface Command {
  readonly id: string
  readonly label: string
  /** Told beside it, and searched too. */
  readonly hint: string
  readonly run: () => void
}

export interface CommandGroup {
  readonly title: string
  readonly commands: readonly Command[]
}

/** All that can be done now: with the project that is shown, then the other projects, then the app. */
export function commandGroups(stores: AppStores, t: TFunction): CommandGroup[] {
  return [...ofProject(stores, t), otherProjects(stores, t), ofApp(stores, t)].filter(
    ({ commands }) => commands.length > 0,
  )
}

/** Those that have every word of the query, whatever its order. */
export function matchingCommands(groups: readonly CommandGroup[], query: string): CommandGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return groups
    .map(({ title, commands }) => ({
      title,
      commands: commands.filter(({ label, hint }) => {
        const text = `${label}\n${hint}\n${title}`.toLowerCase()
        return words.every((word) => text.includes(word))
      }),
    }))
    .filter(({ commands }) => commands.length > 0)
}

function ofProject(stores: AppStores, t: TFunction): CommandGroup[] {
  const view = stores.view.getState()
  const project = view.projectId === null ? undefined : findProject(stores, view.projectId)
  if (project === undefined) return []
  const { id, codePath } = project
  const isPacked = lastPacked(stores.jobs.getState().jobs, id) !== undefined
  const show = (tab: ProjectTab): void => {
    view.selectProject(id)
    view.selectTab(tab)
  }
  const hasTerminal = terminalsOf(stores.terminals.getState().terminals, id).length > 0
  const tabs = (['pack', 'files', 'tests', 'history', 'terminal'] as const).filter(
    (tab) => tab !== 'terminal' || hasTerminal,
  )
  const command = (name: string, label: string, run: () => void): Command => ({ id: name, label, hint: '', run })
  return [
    {
      title: project.name,
      commands: [
        command('pack', t(isPacked ? 'pack.again' : 'pack.action'), () => void startPack(stores, id)),
        command('pack-only', t('pack.withoutPush'), () => void startPack(stores, id, { push: false })),
        command('cpu', t('result.runCpuTest'), () => testNewest(stores, id, 'cpu')),
        command('gpu', t('result.runGpuTest'), () => testNewest(stores, id, 'gpu')),
        command('cpu-options', t('runs.cpuWithOptions'), () => chooseOptionsOfTest(stores, id, 'cpu')),
        command('gpu-options', t('runs.gpuWithOptions'), () => chooseOptionsOfTest(stores, id, 'gpu')),
        ...tabs.map((tab) => command(`tab-${tab}`, t('palette.show', { what: t(`tabs.${tab}`) }), () => show(tab))),
        { ...command('relocate', t('projects.relocate'), () => void relocateProject(stores, project)), hint: codePath },
        command('duplicate', t('projects.duplicate'), () => void duplicateProject(stores, id)),
        command('rename', t('projects.rename'), () => view.rename(id)),
        command('save-file', t('projects.saveFile'), () => void exportProject(stores, id, 'own')),
      ],
    },
  ]
}

function otherProjects(stores: AppStores, t: TFunction): CommandGroup {
  const view = stores.view.getState()
  const { projects } = stores.projects.getState()
  const others = byRecency(projects ?? [], stores.jobs.getState().jobs).filter(({ id }) => id !== view.projectId)
  return {
    title: t('projects.title'),
    commands: others.map(({ id, name, codePath }) => ({
      id: `project-${id}`,
      label: name,
      hint: codePath,
      run: () => view.selectProject(id),
    })),
  }
}

function ofApp(stores: AppStores, t: TFunction): CommandGroup {
  const view = stores.view.getState()
  const command = (id: string, label: string, run: () => void): Command => ({ id, label, hint: '', run })
  const accounts = stores.accounts.getState().accounts ?? []
  return {
    title: t('palette.app'),
    commands: [
      command('new', t('projects.new'), () => void openCodeFolder(stores)),
      command('import', t('projects.importFile'), () => void openProjectFile(stores)),
      command('all-packs', t('history.allTitle'), () => view.showAllPacks()),
      command('doctor', t('doctor.openPage'), () => view.openDoctor()),
      command('about', t('about.title'), () => view.openAbout()),
      command('new-account', t('account.newTitle'), () =>
        view.openAccountDialog({ accountId: null, forProject: view.projectId }),
      ),
      ...accounts.map(({ id, name }) =>
        command(`account-${id}`, t('account.editTitle', { name }), () =>
          view.openAccountDialog({ accountId: id, forProject: null }),
        ),
      ),
    ],
  }
}
