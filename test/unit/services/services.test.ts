import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createThreadedJudge } from '../../../electron/adapters/target/threaded-judge.ts'
import { createMemoryStore } from '../../../electron/adapters/keychain/memory-store.ts'
import { createNodeFiles } from '../../../electron/adapters/files/node-files.ts'
import { readJobLog } from '../../../electron/core/jobs/read-job-log.ts'
import type { RegistryAuth } from '../../../electron/core/ports/registry.ts'
import { createChangeVault } from '../../../electron/core/packages/change-vault.ts'
import { createHandlers } from '../../../electron/ipc/handlers.ts'
import { createLayerMaker } from '../../../electron/core/layer/create-layer-maker.ts'
import { createServices, type Services } from '../../../electron/services.ts'
import type { AppContract } from '../../../shared/contract.ts'
import type { Handlers } from '../../../shared/ipc/define.ts'
import { defaultAccountSettings } from '../../../shared/model/account.ts'
import { JobId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import { everyLine, LogViewId, type LogState } from '../../../shared/model/log.ts'
import { collect } from '../../support/collect.ts'
import { fakeSecretLinter } from '../../support/fake-secret-linter.ts'
import { wellMachine } from '../../support/doctor-tools.ts'
import { FakeEngine } from '../../support/fake-engine.ts'
import { FakeRegistry } from '../../support/fake-registry.ts'
import { sampleProjectSettings } from '../../support/samples.ts'
import { makeTemporaryFolder, writeFiles } from '../../support/temporary-folder.ts'

/** An engine that is never asked unless a test has it asked. */
class CountedEngine extends FakeEngine {
  settle(): Promise<void> {
    return Promise.resolve()
  }
}

const context = { signal: new AbortController().signal }
const account = { ...defaultAccountSettings, name: 'mine', publicKey: 'public', uhubUsername: 'me' }

describe('the services behind the contract', () => {
  let folder = ''
  let engine = new CountedEngine()
  let services: Services
  let handlers: Handlers<AppContract>
  let events: string[] = []
  let logins: string[] = []
  let chosenFile: string | null = null
  let suggestedNames: string[] = []

  beforeEach(async () => {
    folder = await makeTemporaryFolder()
    engine = new CountedEngine()
    events = []
    logins = []
    chosenFile = null
    suggestedNames = []
    services = await open()
    handlers = createHandlers(services, {
      version: '1',
      platform: 'linux',
      language: 'en',
      chooseFolder: () => Promise.resolve(null),
      chooseExistingFile: () => Promise.resolve(null),
      chooseProjectFile: () => Promise.resolve(null),
      chooseFile: ({ suggestedName }) => {
        suggestedNames.push(suggestedName)
        return Promise.resolve(chosenFile)
      },
      readNotices: () => Promise.resolve(''),
      copyText: () => Promise.resolve(),
      showInFolder: () => Promise.resolve(),
      markUsable: () => undefined,
    })
  })
  afterEach(() => services.close())

  const readLogOf = (jobId: JobId): ReturnType<typeof readJobLog> =>
    readJobLog({ path: services.jobs.openLog(jobId).path, fromIndex: 0, live: null, signal: context.signal })
  const open = (): Promise<Services> =>
    createServices({
      dataFolder: join(folder, 'data'),
      sandboxFolder: join(folder, 'sandbox'),
      sampleFolder: join(folder, 'sample'),
      scanWorkerPath: '',
      emit: (name) => events.push(name),
      adapters: {
        engine,
        secrets: createMemoryStore('none here'),
        files: createNodeFiles(),
        keptChanges: createChangeVault(join(folder, 'kept-changes')),
        secretLinter: fakeSecretLinter,
        judge: createThreadedJudge({ workerPath: '' }),
        layers: createLayerMaker({ folder: join(folder, 'layers') }),
        clock: { now: () => Date.now() },
        gpus: { ask: () => Promise.resolve(null) },
        readGit: () => Promise.resolve(null),
        machine: wellMachine(),
        registry: Object.assign(new FakeRegistry(), {
          checkLogin: ({ username, password }: RegistryAuth) => {
            logins.push(`${username} ${password}`)
            return Promise.resolve()
          },
        }),
        ucloud: { call: () => Promise.resolve({}) },
      },
    })

  it('starts without asking the engine anything', () => {
    expect(engine.calls).toEqual([])
  })

  it('keeps accounts and projects from one start to the next', async () => {
    const secrets = { privateKey: 'key', uhubPassword: 'password' }
    const { id } = await handlers['accounts.save']({ id: null, settings: account, secrets }, context)
    const settings = sampleProjectSettings({ accountId: id })
    const project = await handlers['projects.save']({ id: null, settings }, context)
    expect(events).toEqual(['accounts.changed', 'projects.changed', 'projects.changed'])
    await services.close()
    services = await open()
    expect(services.projects.list()).toEqual([project])
    expect((await services.accounts.list()).map(({ name }) => name)).toEqual(['mine'])
  })

  it('refuses to pack what is not complete, before a job is made', async () => {
    const settings = sampleProjectSettings()
    const { id: projectId } = await handlers['projects.save']({ id: null, settings }, context)
    expect(() => handlers['jobs.startPack']({ projectId, push: true }, context)).toThrow(
      expect.objectContaining({ code: 'invalid-field', details: { field: 'account', problem: 'required', value: '' } }),
    )
    expect(await handlers['jobs.list'](undefined, context)).toEqual([])
  })

  it('packs a project, and keeps what the pack was asked to do for a later test', async () => {
    await writeFiles(join(folder, 'code'), { 'mnist.py': 'print(1)\n' })
    const secrets = { privateKey: 'key', uhubPassword: 'password' }
    const { id: accountId } = await handlers['accounts.save']({ id: null, settings: account, secrets }, context)
    const settings = sampleProjectSettings({
      accountId,
      codePath: join(folder, 'code'),
      base: { kind: 'own', cpuImage: 'base-cpu:1', gpuImage: 'base-gpu:1' },
    })
    const { id: projectId } = await handlers['projects.save']({ id: null, settings }, context)
    const jobId = await handlers['jobs.startPack']({ projectId, push: true }, context)
    const watched = await collect(handlers['jobs.watch']({ jobId, fromSeq: 0 }, context))
    expect(watched.result).toMatchObject({ state: 'succeeded', projectId, result: { kind: 'pack' } })

    const gone = { packJobId: JobId.parse('nobody'), target: 'cpu' } as const
    expect(() => handlers['jobs.startTest'](gone, context)).toThrow(expect.objectContaining({ code: 'not-found' }))
    const testId = await handlers['jobs.startTest']({ packJobId: jobId, target: 'cpu' }, context)
    const { result } = await collect(handlers['jobs.watch']({ jobId: testId, fromSeq: 0 }, context))
    // The sample's data folder is nowhere on this disk.
    const missing: Partial<Job> = {
      state: 'failed',
      error: {
        code: 'invalid-field',
        details: { field: 'testDataPath', problem: 'not-found', value: settings.testDataPath },
      },
    }
    expect(result).toMatchObject({ kind: 'test', projectId, ...missing })
    const lines = await collect(readLogOf(jobId))
    expect(lines.items.flat().map(({ text }) => text)).toContain('Step 1/2 of pytorch-mnist-cpu:uaitrain')
  })

  it('tells which secret of which account is missing, by the account’s name', async () => {
    await writeFiles(join(folder, 'code'), { 'mnist.py': 'print(1)\n' })
    const secrets = { privateKey: 'key', uhubPassword: 'password' }
    const { id: accountId } = await handlers['accounts.save']({ id: null, settings: account, secrets }, context)
    await services.secrets.remove(accountId, 'privateKey')
    const settings = sampleProjectSettings({ accountId, codePath: join(folder, 'code') })
    const { id: projectId } = await handlers['projects.save']({ id: null, settings }, context)
    const jobId = await handlers['jobs.startPack']({ projectId, push: true }, context)
    const { result } = await collect(handlers['jobs.watch']({ jobId, fromSeq: 0 }, context))
    expect(result.error).toEqual({ code: 'secret-missing', details: { field: 'privateKey', account: 'mine' } })
  })

  it('tries out what is typed, with the kept secrets for the others, and keeps nothing of it', async () => {
    const secrets = { privateKey: 'key', uhubPassword: 'kept' }
    const { id } = await handlers['accounts.save']({ id: null, settings: account, secrets }, context)
    const typed = { ...account, uhubUsername: 'other' }
    await handlers['accounts.test']({ id, settings: typed, secrets: {} }, context)
    await handlers['accounts.test']({ id, settings: typed, secrets: { uhubPassword: 'typed' } }, context)
    await handlers['accounts.test']({ id: null, settings: typed, secrets: { uhubPassword: 'new' } }, context)
    expect(logins).toEqual(['other kept', 'other typed', 'other new'])
    expect(await services.secrets.get(id, 'uhubPassword')).toBe('kept')
    expect(await services.accounts.list()).toEqual([expect.objectContaining({ id, uhubUsername: 'me' })])
  })

  it('saves the whole log of a job, and nothing without a place for it', async () => {
    const settings = sampleProjectSettings({ codePath: join(folder, 'code') })
    await writeFiles(join(folder, 'code'), { 'mnist.py': 'print(1)\n' })
    const secrets = { privateKey: 'key', uhubPassword: 'password' }
    const { id: accountId } = await handlers['accounts.save']({ id: null, settings: account, secrets }, context)
    const base = { kind: 'own', cpuImage: 'base-cpu:1', gpuImage: 'base-gpu:1' } as const
    const project = { id: null, settings: { ...settings, accountId, base } }
    const { id: projectId } = await handlers['projects.save'](project, context)
    const jobId = await handlers['jobs.startPack']({ projectId, push: true }, context)
    await collect(handlers['jobs.watch']({ jobId, fromSeq: 0 }, context))
    const everything = { jobId, filter: everyLine }
    const [state] = (await handlers['logs.watch'](everything, context).next()).value as LogState[]
    const viewId = state?.viewId ?? LogViewId.parse('none')
    expect(await handlers['logs.save']({ viewId, jobId, rows: null }, context)).toBeNull()

    chosenFile = join(folder, 'kept.log')
    expect(await handlers['logs.save']({ viewId, jobId, rows: null }, context)).toBe(chosenFile)
    const { items } = await collect(readLogOf(jobId))
    const lines = (await readFile(chosenFile, 'utf8')).split('\n')
    expect(lines.slice(0, -1).map((line) => line.slice(27))).toEqual(items.flat().map(({ text }) => text))
    expect(await handlers['logs.save']({ viewId, jobId, rows: { from: 1, to: 3 } }, context)).toBe(chosenFile)
    expect(await readFile(chosenFile, 'utf8')).toBe(`${lines.slice(1, 3).join('\n')}\n`)
    expect(suggestedNames[0]).toMatch(/^pack-[\dT-]+\.log$/)
  })
})
