import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openCodeFolder } from '../../../renderer/features/open/open-actions.ts'
import { startPack, startTest } from '../../../renderer/features/project/project-actions.ts'
import { createAppStores, loadFirstScreen, type AppStores } from '../../../renderer/stores/app-stores.ts'
import { lastPacked, tellingJob, tellingJobs, withJob } from '../../../renderer/stores/jobs-store.ts'
import { byRecency, matchingProjects } from '../../../renderer/stores/projects-store.ts'
import { contract } from '../../../shared/contract.ts'
import { connectContract } from '../../../shared/ipc/client.ts'
import type { Project } from '../../../shared/model/project.ts'
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

function only<Item>(items: readonly Item[] | null): Item {
  const [item] = items ?? []
  if (item === undefined) throw new Error('nothing there')
  return item
}

function shownProject(stores: AppStores): Project {
  const id = stores.view.getState().projectId
  return only(stores.projects.getState().projects?.filter((project) => project.id === id) ?? null)
}

describe('the first screen', () => {
  it('selects nothing where there is nothing, and asks the engine only later', async () => {
    const { main, stores } = await open('first')
    expect(stores.view.getState().projectId).toBeNull()
    expect(main.calls.toSorted()).toEqual(['app.info', 'jobs.list', 'projects.list'])
  })

  it('selects the project changed last', async () => {
    const { stores } = await open('new')
    expect(shownProject(stores).name).toBe('pytorch-mnist')
  })

  it('shows a pack that runs again after a reload', async () => {
    const { stores } = await open('running')
    const { projectId, tab, shownPacks } = stores.view.getState()
    expect([projectId, tab, Object.values(shownPacks)]).toEqual(['mnist', 'pack', ['running']])
  })

  it('shows a test that runs again after a reload', async () => {
    const { stores } = await open('tests')
    const { tab, shownTests } = stores.view.getState()
    expect([tab, Object.values(shownTests)]).toEqual(['tests', ['test-running']])
  })
})

describe('packing', () => {
  it('saves what has been typed, starts the job and shows it', async () => {
    const { main, stores } = await open('new')
    const project = shownProject(stores)
    stores.drafts.of(project).getState().change({ imageTag: 'v2' })
    await startPack(stores, project.id)
    expect(main.calls.slice(-2)).toEqual(['projects.save', 'jobs.startPack'])
    expect(main.projects.find((one) => one.id === project.id)?.imageTag).toBe('v2')
    await vi.waitFor(() => expect(stores.jobs.getState().jobs[0]?.state).toBe('running'))
    expect(stores.view.getState().shownPacks[project.id]).toBe(stores.jobs.getState().jobs[0]?.id)
  })

  it('does not start while a field is wrong', async () => {
    const { main, stores } = await open('new')
    const project = shownProject(stores)
    stores.drafts.of(project).getState().change({ imageName: 'Upper' })
    await startPack(stores, project.id)
    expect(main.calls).not.toContain('jobs.startPack')
    expect(stores.view.getState().packAttempts[project.id]).toMatchObject({ fieldProblem: null, error: null })
  })

  it('hands a field problem that main found to the form', async () => {
    const { main, stores } = await open('new')
    const project = shownProject(stores)
    const details = { field: 'testDataPath', problem: 'not-found', value: '/gone' } as const
    main.refusals.set('jobs.startPack', { code: 'invalid-field', details })
    await startPack(stores, project.id)
    expect(stores.view.getState().packAttempts[project.id]).toMatchObject({ fieldProblem: details, error: null })
  })

  it('tells any other refusal above the form', async () => {
    const { main, stores } = await open('new')
    const project = shownProject(stores)
    main.refusals.set('jobs.startPack', { code: 'engine-missing', details: { address: '/var/run/docker.sock' } })
    await startPack(stores, project.id)
    expect(stores.view.getState().packAttempts[project.id]?.error?.code).toBe('engine-missing')
  })

  it('shows the pack that runs instead of a second one', async () => {
    const { main, stores } = await open('running')
    const project = shownProject(stores)
    stores.view.getState().showForm(project.id)
    await startPack(stores, project.id)
    expect(main.calls).not.toContain('jobs.startPack')
    expect(stores.view.getState().shownPacks[project.id]).toBe('running')
  })
})

describe('testing', () => {
  it('starts a test and shows it', async () => {
    const { stores } = await open('ok')
    const project = shownProject(stores)
    const packed = lastPacked(stores.jobs.getState().jobs, project.id)
    if (packed === undefined) throw new Error('nothing packed')
    await startTest(stores, { projectId: project.id, packJobId: packed.id, target: 'cpu' })
    expect(stores.view.getState().tab).toBe('tests')
    expect(Object.keys(stores.view.getState().shownTests)).toEqual([project.id])
  })

  it('tells why a test did not start', async () => {
    const { main, stores } = await open('ok')
    const project = shownProject(stores)
    const packed = lastPacked(stores.jobs.getState().jobs, project.id)
    if (packed === undefined) throw new Error('nothing packed')
    main.refusals.set('jobs.startTest', { code: 'image-missing', details: { image: 'x-cpu:uaitrain' } })
    await startTest(stores, { projectId: project.id, packJobId: packed.id, target: 'cpu' })
    expect(stores.view.getState().problem?.code).toBe('image-missing')
  })
})

describe('opening a code folder', () => {
  it('makes a project of what the folder tells, with the only account there is', async () => {
    const { main, stores } = await open('new')
    main.chosenFolder = '/home/lin/other/code'
    await openCodeFolder(stores)
    expect(shownProject(stores)).toMatchObject({
      codePath: '/home/lin/other/code',
      mainFile: 'mnist.py',
      accountId: only(main.accounts).id,
      uhubRegistry: 'uai_demo',
      imageTag: 'uaitrain',
      numGpus: null,
      keepGpuImage: true,
      smokeSeconds: null,
      cloudGpu: 'platform',
    })
  })

  it('shows the project that a folder has already', async () => {
    const { main, stores } = await open('new')
    main.chosenFolder = '/home/lin/code/imagenet-ddp/code'
    await openCodeFolder(stores)
    expect(shownProject(stores).name).toBe('imagenet-ddp')
    expect(main.calls).not.toContain('projects.save')
  })

  it('does nothing when none was chosen', async () => {
    const { main, stores } = await open('first')
    main.chosenFolder = null
    await openCodeFolder(stores)
    expect(stores.projects.getState().projects).toEqual([])
  })
})

describe('a project draft', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('is saved once, a moment after the last change', async () => {
    const { main, stores } = await open('new')
    const draft = stores.drafts.of(shownProject(stores))
    for (const imageTag of ['a', 'ab', 'abc']) draft.getState().change({ imageTag })
    expect(main.calls).not.toContain('projects.save')
    await vi.advanceTimersByTimeAsync(1000)
    await vi.waitFor(() => expect(main.calls.filter((name) => name === 'projects.save')).toHaveLength(1))
    expect(draft.getState().settings.imageTag).toBe('abc')
  })

  it('says why it could not be saved, and tries again with the next change', async () => {
    const { main, stores } = await open('new')
    const draft = stores.drafts.of(shownProject(stores))
    main.refusals.set('projects.save', { code: 'disk-full', details: { path: '/home' } })
    draft.getState().change({ imageTag: 'a' })
    await expect(draft.getState().flush()).rejects.toMatchObject({ code: 'disk-full' })
    expect(draft.getState().problem?.code).toBe('disk-full')
    await draft.getState().flush()
    expect(draft.getState().problem).toBeNull()
  })

  it('holds back a number out of range until it is mended, and saves the rest', async () => {
    const { stores } = await open('new')
    const draft = stores.drafts.of(shownProject(stores))
    draft.getState().change({ smokeSeconds: 3, numGpus: 99, imageTag: 'v9' })
    await draft.getState().flush()
    expect(shownProject(stores)).toMatchObject({ smokeSeconds: null, numGpus: null, imageTag: 'v9' })
    expect(draft.getState()).toMatchObject({ problem: null, settings: { smokeSeconds: 3, numGpus: 99 } })
    draft.getState().change({ smokeSeconds: 30, numGpus: 9 })
    await draft.getState().flush()
    expect(shownProject(stores)).toMatchObject({ smokeSeconds: 30, numGpus: 9 })
  })

  it('takes over a change from elsewhere, but never over its own', async () => {
    const { stores } = await open('new')
    const project = shownProject(stores)
    const draft = stores.drafts.of(project)
    stores.projects.setState({ projects: [{ ...project, imageTag: 'elsewhere' }] })
    expect(draft.getState().settings.imageTag).toBe('elsewhere')
    draft.getState().change({ imageTag: 'typing' })
    stores.projects.setState({ projects: [{ ...project, imageTag: 'late' }] })
    expect(draft.getState().settings.imageTag).toBe('typing')
  })
})

describe('following a job', () => {
  it('replays what happened, shares one stream and stops with its last reader', async () => {
    const { stores } = await open('running')
    const job = only(stores.jobs.getState().jobs)
    const follow = stores.follows.job(job.id)
    expect(stores.follows.job(job.id)).toBe(follow)
    const stop = follow.subscribe(() => undefined)
    await vi.waitFor(() => expect(follow.snapshot().progress).toHaveLength(2))
    expect(follow.snapshot().notes).toHaveLength(3)
    stop()
    const again = follow.subscribe(() => undefined)
    await vi.waitFor(() => expect(follow.snapshot().problem).toBeNull())
    expect(follow.snapshot().notes).toHaveLength(3)
    again()
  })

  it('says why a job cannot be followed', async () => {
    const { main, stores } = await open('ok')
    const job = only(stores.jobs.getState().jobs)
    main.jobs.length = 0
    const follow = stores.follows.job(job.id)
    const stop = follow.subscribe(() => undefined)
    await vi.waitFor(() => expect(follow.snapshot().problem?.code).toBe('not-found'))
    stop()
  })
})

describe('the list of jobs', () => {
  it('never takes a job that has ended back to running', async () => {
    const { stores } = await open('ok')
    const { jobs } = stores.jobs.getState()
    const job = only(jobs)
    expect(withJob(jobs, { ...job, state: 'running' })).toBe(jobs)
    expect(withJob(jobs, { ...job, state: 'failed' })[0]?.state).toBe('failed')
  })

  it('tells of what runs before what is newest', async () => {
    const { stores } = await open('tests')
    const project = shownProject(stores)
    const { jobs } = stores.jobs.getState()
    expect(tellingJob(jobs, project.id)?.id).toBe('test-running')
    const ended = jobs.filter((job) => job.state !== 'running')
    expect(tellingJob(ended, project.id)?.kind).toBe('pack')
  })
})

describe('the list of projects', () => {
  it('finds by name, image and folder', async () => {
    const { stores } = await open('new')
    const projects = stores.projects.getState().projects ?? []
    const names = (query: string): string[] => matchingProjects(projects, query).map((project) => project.name)
    expect(names('')).toHaveLength(3)
    expect(names(' MNIST ')).toEqual(['pytorch-mnist'])
    expect(names('预训练')).toEqual(['bert-中文预训练'])
    expect(names('nothing')).toEqual([])
  })

  it('begins with the one worked on last, packed ones included', async () => {
    const { stores } = await open('new')
    const { projects } = stores.projects.getState()
    const names = byRecency(projects ?? [], stores.jobs.getState().jobs).map((project) => project.name)
    expect(names).toEqual(['bert-中文预训练', 'pytorch-mnist', 'imagenet-ddp'])
  })

  it('tells of each project what tells most of it', async () => {
    const { stores } = await open('tests')
    const { jobs } = stores.jobs.getState()
    const telling = tellingJobs(jobs)
    for (const { id } of stores.projects.getState().projects ?? []) {
      expect(telling.get(id)).toBe(tellingJob(jobs, id))
    }
    expect(telling.size).toBe(2)
  })
})
