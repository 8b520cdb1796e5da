import { describe, expect, it } from 'vitest'
import { checkDisk } from '../../../../electron/core/doctor/checks/disk.ts'
import { checkEngine } from '../../../../electron/core/doctor/checks/engine.ts'
import { checkPermission } from '../../../../electron/core/doctor/checks/permission.ts'
import { checkProxy } from '../../../../electron/core/doctor/checks/proxy.ts'
import { checkRunning } from '../../../../electron/core/doctor/checks/running.ts'
import { checkVersion } from '../../../../electron/core/doctor/checks/version.ts'
import type { Machine, SocketFacts } from '../../../../electron/core/doctor/machine.ts'
import type { DoctorTools } from '../../../../electron/core/doctor/check.ts'
import type { ErrorData } from '../../../../shared/errors.ts'
import { parseShellWords } from '../../../../shared/uaitrain/shell-words.ts'
import { commandsOf, outcomeOf, wellMachine, wellTools } from '../../../support/doctor-tools.ts'
import { FakeEngine } from '../../../support/fake-engine.ts'

const on = (changes: Partial<Machine>): DoctorTools => wellTools({ machine: wellMachine(changes) })
const at = (address: string, foundBy: 'variable' | 'context' = 'variable'): Partial<Machine> => ({
  findEngine: () => Promise.resolve({ address, foundBy, missingContext: null }),
})
const socket = (changes: Partial<SocketFacts>): Partial<Machine> => ({
  inspectSocket: () =>
    Promise.resolve({ owner: 'root', group: 'docker', groupMayUse: true, groupMembers: [], mayUse: false, ...changes }),
})
const noSocket: Partial<Machine> = { inspectSocket: () => Promise.resolve(null) }

function engineThat(health: object, description: object = {}): Pick<DoctorTools, 'engine'> {
  const fake = new FakeEngine()
  const { signal } = new AbortController()
  return {
    engine: {
      health: async () => ({ ...(await fake.health(signal)), ...health }),
      describe: async () => ({ ...(await fake.describe()), ...description }),
    },
  }
}

function stoppedEngine(problem: ErrorData): Pick<DoctorTools, 'engine'> {
  return engineThat({ state: 'problem', problem })
}

describe('where the engine is', () => {
  it('tells local, rootless and remote ones apart', async () => {
    expect((await outcomeOf(checkEngine, wellTools())).code).toBe('engine-local')
    expect((await outcomeOf(checkEngine, on(at('unix:///run/user/1000/docker.sock')))).code).toBe('engine-rootless')
    expect((await outcomeOf(checkEngine, on(at('ssh://lin@gpu-box')))).code).toBe('engine-remote')
    expect((await outcomeOf(checkEngine, on(at('tcp://127.0.0.1:2375')))).code).toBe('engine-local')
  })

  it('is told with the command that installs one', async () => {
    const missing = await outcomeOf(checkEngine, on(noSocket))
    expect(missing.code).toBe('engine-missing')
    expect(commandsOf(missing)).toEqual(['sudo apt-get update && sudo apt-get install -y docker.io'])
    const elsewhere = await outcomeOf(checkEngine, on({ ...noSocket, findPackageManager: () => Promise.resolve(null) }))
    expect(commandsOf(elsewhere)).toEqual([])
  })

  it('blames a variable or a context that leads to nothing', async () => {
    const misled = await outcomeOf(checkEngine, on({ ...at('unix:///tmp/none.sock'), ...noSocket }))
    expect(misled).toMatchObject({ code: 'host-missing', values: { address: 'unix:///tmp/none.sock' } })
    const place = { address: 'unix:///var/run/docker.sock', foundBy: 'socket', missingContext: 'gpu-box' } as const
    const lost = await outcomeOf(checkEngine, on({ findEngine: () => Promise.resolve(place) }))
    expect(lost).toMatchObject({ code: 'context-missing', values: { name: 'gpu-box' } })
  })
})

describe('the permission', () => {
  it('is cured with this user and the group of this socket', async () => {
    const refused = await outcomeOf(checkPermission, on(socket({ group: 'docker-users' })))
    expect(refused).toMatchObject({ code: 'permission-group', values: { user: 'lin', group: 'docker-users' } })
    expect(commandsOf(refused)).toEqual(['sudo usermod -aG docker-users lin', 'newgrp docker-users'])
  })

  it('waits for the next session of a user who is in the group by now', async () => {
    const early = await outcomeOf(checkPermission, on(socket({ groupMembers: ['ann', 'lin'] })))
    expect(early.code).toBe('permission-session')
    expect(commandsOf(early)).toEqual(['newgrp docker'])
  })

  it('is granted for the socket alone where the group has none, or is that of root', async () => {
    for (const changes of [{ groupMayUse: false }, { group: 'root' }]) {
      const refused = await outcomeOf(checkPermission, on(socket(changes)))
      expect(refused.code).toBe('permission-owner')
      expect(commandsOf(refused)).toEqual(['sudo setfacl -m u:lin:rw /var/run/docker.sock'])
    }
  })

  it('is no question of a remote engine, nor of one that is not there', async () => {
    expect((await outcomeOf(checkPermission, on(at('tcp://gpu-box:2376')))).code).toBe('permission-remote')
    expect((await outcomeOf(checkPermission, on(noSocket))).code).toBe('engine-needed')
  })
})

describe('whether it answers', () => {
  const stopped = stoppedEngine({
    code: 'engine-stopped',
    details: { address: 'unix:///var/run/docker.sock', words: 'connect ECONNREFUSED' },
  })

  it('is cured by the service manager that there is', async () => {
    const outcome = await outcomeOf(checkRunning, wellTools(stopped))
    expect(outcome).toMatchObject({ code: 'engine-stopped', words: 'connect ECONNREFUSED' })
    expect(commandsOf(outcome)).toEqual(['sudo systemctl start docker'])
    const old = wellMachine({ hasSystemd: () => Promise.resolve(false) })
    const byService = await outcomeOf(checkRunning, wellTools({ ...stopped, machine: old }))
    expect(commandsOf(byService)).toEqual(['sudo service docker start'])
    const rootless = wellMachine(at('unix:///run/user/1000/docker.sock'))
    const byUser = await outcomeOf(checkRunning, wellTools({ ...stopped, machine: rootless }))
    expect(commandsOf(byUser)).toEqual(['systemctl --user start docker'])
  })

  it('is left to the checks before it where these have found the reason', async () => {
    expect((await outcomeOf(checkRunning, on(noSocket))).code).toBe('engine-needed')
    expect((await outcomeOf(checkRunning, on(socket({})))).code).toBe('engine-needed')
  })

  it('is told apart from something else that answers', async () => {
    const other = stoppedEngine({
      code: 'engine-refused',
      details: { operation: 'info', status: 200, words: 'the answer is not JSON' },
    })
    const outcome = await outcomeOf(checkRunning, wellTools(other))
    expect(outcome).toMatchObject({ code: 'engine-refused', words: 'the answer is not JSON' })
  })
})

describe('version and storage', () => {
  it.each([
    ['1.41', 'overlay2', 'version-fine'],
    ['1.40', 'overlayfs', 'version-fine'],
    ['2.0', 'overlay2', 'version-fine'],
    ['1.39', 'overlay2', 'version-old'],
    ['1.41', 'vfs', 'driver-slow'],
  ])('API %s on %s: %s', async (apiVersion, storageDriver, code) => {
    const outcome = await outcomeOf(checkVersion, wellTools(engineThat({ apiVersion, storageDriver })))
    expect(outcome.code).toBe(code)
  })
})

describe('the disk', () => {
  const free = (freeBytes: number, changes: Partial<Machine> = {}): DoctorTools =>
    on({ measureDisk: () => Promise.resolve({ freeBytes, totalBytes: 100e9 }), ...changes })

  it('is enough, low or full', async () => {
    expect((await outcomeOf(checkDisk, free(20e9))).code).toBe('disk-fine')
    const low = await outcomeOf(checkDisk, free(19e9))
    expect(low).toMatchObject({ code: 'disk-low', values: { path: '/var/lib/docker', freeBytes: 19e9 } })
    expect(commandsOf(low)).toEqual(['docker system prune'])
    expect((await outcomeOf(checkDisk, free(2.9e9))).code).toBe('disk-full')
  })

  it('names the engine for a terminal that would not find it', async () => {
    const outcome = await outcomeOf(checkDisk, free(1, at('unix:///tmp/own.sock')))
    expect(commandsOf(outcome)).toEqual(['docker -H unix:///tmp/own.sock system prune'])
    expect(commandsOf(await outcomeOf(checkDisk, free(1, at('unix:///tmp/own.sock', 'context'))))).toEqual([
      'docker system prune',
    ])
  })

  it('is not this machine’s where the engine is elsewhere', async () => {
    expect((await outcomeOf(checkDisk, on(at('tcp://box:2376')))).code).toBe('disk-elsewhere')
    const desktop = wellTools(engineThat({}, { operatingSystem: 'Docker Desktop' }))
    expect((await outcomeOf(checkDisk, desktop)).code).toBe('disk-elsewhere')
    expect((await outcomeOf(checkDisk, on({ measureDisk: () => Promise.resolve(null) }))).code).toBe('disk-elsewhere')
  })
})

describe('the proxy', () => {
  const own = { http: '', https: 'http://proxy.lan:3128', none: 'localhost,10.0.0.0/8' }

  it('is missing from the engine alone', async () => {
    const outcome = await outcomeOf(checkProxy, on({ proxies: () => own }))
    expect(outcome).toMatchObject({ code: 'proxy-engine-without', values: { proxy: 'http://proxy.lan:3128' } })
    const [command = ''] = commandsOf(outcome)
    expect(parseShellWords(command)?.map(({ value }) => value)).toContain(
      'Environment="HTTPS_PROXY=http://proxy.lan:3128"',
    )
  })

  it('is the engine’s, or nobody’s', async () => {
    const engineHas = wellTools(engineThat({}, { proxies: { http: 'http://p:1', https: '', none: '' } }))
    expect(await outcomeOf(checkProxy, engineHas)).toMatchObject({
      code: 'proxy-engine',
      values: { proxy: 'http://p:1', none: '–' },
    })
    expect((await outcomeOf(checkProxy, wellTools())).code).toBe('proxy-none')
  })
})
