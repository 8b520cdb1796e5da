import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAccountStore } from '../../../electron/adapters/store/accounts.ts'
import { createJobStore } from '../../../electron/adapters/store/jobs.ts'
import { openDatabase, type Database } from '../../../electron/adapters/store/open-database.ts'
import { createProjectStore } from '../../../electron/adapters/store/projects.ts'
import type { StoredAccount } from '../../../electron/core/accounts/account-store.ts'
import { defaultAccountSettings } from '../../../shared/model/account.ts'
import { AccountId, JobId, ProjectId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { Project } from '../../../shared/model/project.ts'
import { samplePackRequest, sampleProjectSettings } from '../../support/samples.ts'

const account = (id: string, name: string): StoredAccount => ({
  id: AccountId.parse(id),
  settings: { ...defaultAccountSettings, name },
})

const project = (id: string, changes: Partial<Project> = {}): Project => ({
  ...sampleProjectSettings(),
  id: ProjectId.parse(id),
  createdAt: 1,
  updatedAt: 1,
  archived: false,
  filePath: null,
  keptWarnings: [],
  ...changes,
})

const job = (id: string, changes: Partial<Job> = {}): Job => ({
  id: JobId.parse(id),
  kind: 'pack',
  projectId: null,
  state: 'running',
  startedAt: 1,
  endedAt: null,
  error: null,
  result: null,
  test: null,
  ...changes,
})

describe('repositories', () => {
  let database: Database

  beforeEach(async () => {
    database = await openDatabase({ path: ':memory:', clock: { now: () => 1 }, onDamaged: () => undefined })
  })
  afterEach(() => {
    database.close()
  })

  it('lists what runs and the newest of each kind, of thousands', () => {
    const jobs = createJobStore(database)
    createProjectStore(database).save(project('p'))
    const projectId = ProjectId.parse('p')
    const ended = { projectId, state: 'failed', endedAt: 2 } as const
    jobs.insert(job('runs on', { projectId, startedAt: 1 }), null)
    jobs.insert(job('packed', { ...ended, state: 'succeeded', startedAt: 2 }), null)
    jobs.insert(job('packed before', { ...ended, state: 'succeeded', startedAt: 1 }), null)
    for (let at = 3; at < 2000; at += 1) jobs.insert(job(`failed ${at}`, { ...ended, startedAt: at }), null)
    jobs.insert(job('tested', { ...ended, kind: 'test', startedAt: 1 }), null)
    const listed = jobs.list().map(({ id }) => id as string)
    expect(listed).toHaveLength(23)
    expect(listed[0]).toBe('failed 1999')
    expect(listed).toEqual(expect.arrayContaining(['runs on', 'packed', 'tested']))
    expect(listed).not.toContain('packed before')
    expect(jobs.running().map(({ id }) => id)).toEqual(['runs on'])
    expect(jobs.newestTest(projectId)?.id).toBe('tested')
    expect(jobs.newestTest(null)).toBeNull()
  })

  it('keeps accounts by name and replaces one by its id', () => {
    const accounts = createAccountStore(database)
    accounts.save(account('1', 'zeta'))
    accounts.save(account('2', 'Alpha'))
    accounts.save(account('1', 'beta'))
    expect(accounts.list().map(({ settings }) => settings.name)).toEqual(['Alpha', 'beta'])
    expect(accounts.find(AccountId.parse('1'))).toEqual(account('1', 'beta'))
    expect(accounts.find(AccountId.parse('3'))).toBeNull()
  })

  it('keeps nothing of an account but its settings', () => {
    const accounts = createAccountStore(database)
    const settings = { ...defaultAccountSettings, privateKey: 'marked-secret' }
    accounts.save({ id: AccountId.parse('1'), settings })
    expect(JSON.stringify(database.prepare('SELECT * FROM account').all([]))).not.toContain('marked-secret')
  })

  it('keeps a project in one file, and forgets the file with the project', () => {
    const projects = createProjectStore(database)
    projects.save(project('a', { archived: true }))
    projects.save(project('b'))
    const file = { path: '/x/a.uaitrain', projectId: ProjectId.parse('a'), digest: 'sha256:1' }
    projects.saveFile(file)
    expect(projects.find(file.projectId)).toMatchObject({ archived: true, filePath: file.path })
    projects.saveFile({ ...file, path: '/y/a.uaitrain' })
    expect(projects.findFile(file.path)).toBeNull()
    projects.saveFile({ ...file, path: '/y/a.uaitrain', projectId: ProjectId.parse('b'), digest: 'sha256:2' })
    expect(projects.find(file.projectId)?.filePath).toBeNull()
    projects.remove(ProjectId.parse('b'))
    expect(projects.findFile('/y/a.uaitrain')).toBeNull()
  })

  it('gives projects back as they were, last changed first', () => {
    createAccountStore(database).save(account('1', 'one'))
    const projects = createProjectStore(database)
    const first = project('a', { accountId: AccountId.parse('1'), numGpus: 4 })
    projects.save(first)
    projects.save(project('b', { updatedAt: 2 }))
    expect(projects.list().map(({ id }) => id)).toEqual(['b', 'a'])
    expect(projects.find(first.id)).toEqual(first)
    projects.save({ ...first, name: 'renamed', updatedAt: 3 })
    expect(projects.list().map(({ name }) => name)).toEqual(['renamed', 'mnist'])
  })

  it('leaves the projects of a removed account without one', () => {
    const accounts = createAccountStore(database)
    const projects = createProjectStore(database)
    accounts.save(account('1', 'one'))
    projects.save(project('a', { accountId: AccountId.parse('1') }))
    accounts.remove(AccountId.parse('1'))
    expect(projects.find(ProjectId.parse('a'))?.accountId).toBeNull()
  })

  it('keeps the jobs of a removed project', () => {
    const projects = createProjectStore(database)
    const jobs = createJobStore(database)
    projects.save(project('a'))
    jobs.insert(job('1', { projectId: ProjectId.parse('a') }), null)
    projects.remove(ProjectId.parse('a'))
    expect(jobs.list()).toEqual([job('1')])
  })

  it('keeps a job, what it was asked for and its events', () => {
    const jobs = createJobStore(database)
    const request = samplePackRequest()
    jobs.insert(job('1'), request)
    jobs.insert(job('2', { startedAt: 2 }), null)
    expect(jobs.list().map(({ id }) => id)).toEqual(['2', '1'])
    expect(jobs.findRequest(JobId.parse('1'))).toEqual(request)
    expect(jobs.findRequest(JobId.parse('2'))).toBeNull()

    const started = { type: 'stage', seq: 1, at: 5, stage: 'check', lane: 'shared', state: 'started' } as const
    const ended = {
      type: 'ended',
      seq: 2,
      at: 6,
      job: job('1', { state: 'failed', endedAt: 6, error: { code: 'disk-full', details: { path: '/' } } }),
    } as const
    jobs.appendEvent(JobId.parse('1'), started)
    jobs.end(ended)
    expect(jobs.listEvents(JobId.parse('1'), 0)).toEqual([started, ended])
    expect(jobs.listEvents(JobId.parse('1'), 2)).toEqual([ended])
    expect(jobs.find(JobId.parse('1'))).toEqual(ended.job)
  })

  it('ends a job wholly or not at all', () => {
    const jobs = createJobStore(database)
    jobs.insert(job('1'), null)
    jobs.appendEvent(JobId.parse('1'), { type: 'stage', seq: 1, at: 5, stage: 'check', lane: 'shared', state: 'done' })
    expect(() => jobs.end({ type: 'ended', seq: 1, at: 6, job: job('1', { state: 'cancelled' }) })).toThrow(/UNIQUE/)
    expect(jobs.find(JobId.parse('1'))?.state).toBe('running')
  })
})
