import { describe, expect, it } from 'vitest'
import { openFromSystem } from '../../../renderer/features/open/open-actions.ts'
import { createAppStores, loadFirstScreen, type AppStores } from '../../../renderer/stores/app-stores.ts'
import { contract } from '../../../shared/contract.ts'
import { connectContract } from '../../../shared/ipc/client.ts'
import { createFakeMain, type FakeMain } from '../../support/fake-main.ts'
import { memoryPorts } from '../../support/memory-port.ts'
import { fillScene } from '../../support/renderer-page/scenes.ts'

async function open(scene: string): Promise<{ main: FakeMain; stores: AppStores }> {
  const main = createFakeMain()
  fillScene(main, scene)
  const ports = memoryPorts()
  main.serve(ports.main)
  const stores = createAppStores(connectContract(contract, ports.page), (callback) => setImmediate(callback))
  await loadFirstScreen(stores)
  return { main, stores }
}

function packsStarted({ calls }: FakeMain): number {
  return calls.filter((name) => name === 'jobs.startPack').length
}

describe('a folder that the system opens', () => {
  const folder = { kind: 'folder', path: '/home/lin/code/audio' } as const

  it('becomes a project and packs at once where nothing is missing', async () => {
    const { main, stores } = await open('new')
    await openFromSystem(stores, folder)
    expect(packsStarted(main)).toBe(1)
    const { projectId, shownPacks } = stores.view.getState()
    expect(projectId).not.toBeNull()
    expect(Object.keys(shownPacks)).toEqual([projectId])
  })

  it('shows its form, without blame, where something is', async () => {
    const { main, stores } = await open('first')
    await openFromSystem(stores, folder)
    expect(packsStarted(main)).toBe(0)
    const { projectId, packAttempts, tab } = stores.view.getState()
    expect(stores.projects.getState().projects?.map(({ id }) => id)).toEqual([projectId])
    expect([packAttempts, tab]).toEqual([{}, 'pack'])
  })

  it('asks before folders are made on the disk', async () => {
    const { main, stores } = await open('new')
    main.missingFolders = ['/home/lin/code/audio/data']
    await openFromSystem(stores, folder)
    expect(main.calls).not.toContain('projects.makeTestFolders')
    expect(stores.view.getState().questions).toMatchObject([{ kind: 'make-folders', thenPack: true }])
  })

  it('shows the pack that runs instead of starting another', async () => {
    const { main, stores } = await open('new')
    await openFromSystem(stores, folder)
    await openFromSystem(stores, folder)
    expect(packsStarted(main)).toBe(1)
    expect(stores.projects.getState().projects).toHaveLength(4)
  })
})

describe('a project file that the system opens', () => {
  const file = { kind: 'file', path: '/home/lin/speech.uaitrain' } as const

  it('is shown before anything of it is kept or run', async () => {
    const { main, stores } = await open('import')
    await openFromSystem(stores, file)
    expect(stores.view.getState().questions).toMatchObject([{ kind: 'import-file' }])
    expect(main.calls).not.toContain('projects.importFile')
    expect(packsStarted(main)).toBe(0)
  })

  it('packs at once when the user has seen it in this form', async () => {
    const { main, stores } = await open('import')
    if (main.filePreview !== null) main.filePreview = { ...main.filePreview, isTrusted: true }
    await openFromSystem(stores, file)
    expect(packsStarted(main)).toBe(1)
    expect(stores.view.getState().questions).toEqual([])
  })

  it('tells why it cannot be read', async () => {
    const { main, stores } = await open('new')
    const details = { path: file.path, words: 'Unexpected token' }
    main.refusals.set('projects.readFile', { code: 'project-file-invalid', details })
    await openFromSystem(stores, file)
    expect(stores.view.getState().problem).toEqual({ code: 'project-file-invalid', details })
  })
})
