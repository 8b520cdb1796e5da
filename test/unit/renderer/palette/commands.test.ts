import { beforeEach, describe, expect, it } from 'vitest'
import { commandGroups, matchingCommands, type Command } from '../../../../renderer/features/palette/commands.ts'
import { createTexts } from '../../../../renderer/i18n/i18n.ts'
import { createAppStores, loadFirstScreen, type AppStores } from '../../../../renderer/stores/app-stores.ts'
import { contract } from '../../../../shared/contract.ts'
import { connectContract } from '../../../../shared/ipc/client.ts'
import { createFakeMain, type FakeMain } from '../../../support/fake-main.ts'
import { memoryPorts } from '../../../support/memory-port.ts'
import { fillScene } from '../../../support/renderer-page/scenes.ts'

const { t } = createTexts('en')
let main: FakeMain
let stores: AppStores

async function open(scene: string): Promise<void> {
  main = createFakeMain()
  fillScene(main, scene)
  const ports = memoryPorts()
  main.serve(ports.main)
  stores = createAppStores(connectContract(contract, ports.page), (callback) => setImmediate(callback))
  await loadFirstScreen(stores)
}

function commandOf(label: string): Command {
  const found = commandGroups(stores, t)
    .flatMap(({ commands }) => commands)
    .find((command) => command.label === label)
  if (found === undefined) throw new Error(`there is no command ${label}`)
  return found
}

describe('the commands of the palette', () => {
  beforeEach(() => open('new'))

  it('are those of the shown project, the other projects, and the app, each id once', () => {
    const groups = commandGroups(stores, t)
    const { projects } = stores.projects.getState()
    expect(groups.map(({ title }) => title)).toEqual([
      projects?.find(({ id }) => id === stores.view.getState().projectId)?.name,
      'Projects',
      'App',
    ])
    expect(groups[1]?.commands).toHaveLength((projects?.length ?? 0) - 1)
    const ids = groups.flatMap(({ commands }) => commands.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('show another project, its tabs, all packs and the doctor', () => {
    const [other] = commandGroups(stores, t)[1]?.commands ?? []
    other?.run()
    expect(`project-${stores.view.getState().projectId}`).toBe(other?.id)
    commandOf('Show Files').run()
    expect(stores.view.getState().tab).toBe('files')
    commandOf('All packs').run()
    expect(stores.view.getState().showsAllPacks).toBe(true)
    commandOf('Show History').run()
    expect(stores.view.getState()).toMatchObject({ showsAllPacks: false, tab: 'history' })
    commandOf('Open the doctor').run()
    expect(stores.view.getState().screen).toBe('doctor')
  })

  it('lead to the tab that says what is missing where nothing was packed', () => {
    commandOf('Run CPU test').run()
    expect(stores.view.getState().tab).toBe('tests')
    expect(main.calls).not.toContain('jobs.startTest')
  })

  it('are those of the app alone where there is no project', async () => {
    await open('first')
    expect(commandGroups(stores, t).map(({ title }) => title)).toEqual(['App'])
  })
})

describe('what is typed', () => {
  beforeEach(() => open('new'))

  it.each([
    ['cpu test', ['Run CPU test', 'CPU test with options…']],
    ['TEST options GPU', ['GPU test with options…']],
    ['nothing of that name', []],
  ])('as %s finds %j', (query, labels) => {
    const found = matchingCommands(commandGroups(stores, t), query)
    expect(found.flatMap(({ commands }) => commands.map(({ label }) => label))).toEqual(labels)
  })
})
