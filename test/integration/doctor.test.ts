import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cp, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { createGpus } from '../../electron/adapters/gpu/nvidia-smi.ts'
import { createMachine } from '../../electron/adapters/machine/create-machine.ts'
import { readServerTime } from '../../electron/adapters/network/server-time.ts'
import { createRegistry } from '../../electron/adapters/registry/create-registry.ts'
import { startCloudService } from '../../electron/adapters/sandbox/cloud-service.ts'
import { createUcloudApi } from '../../electron/adapters/ucloud/client.ts'
import { runDoctor } from '../../electron/core/doctor/run-doctor.ts'
import { defaultAccountSettings, type AccountSettings } from '../../shared/model/account.ts'
import type { CheckId, Finding } from '../../shared/model/doctor.ts'
import { AccountId } from '../../shared/model/ids.ts'
import { collect } from '../support/collect.ts'
import { startTestServer } from '../support/http-server.ts'
import { makeOwnEngine, waitUntil, type OwnEngine } from '../support/own-engine.ts'
import { findFreePort, listen } from '../support/ports.ts'
import { startTestRegistry } from '../support/registry-server.ts'
import { makeTar } from '../support/tar.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'
import { writeFiles } from '../support/write-files.ts'

const run = promisify(execFile)
const { signal } = new AbortController()
const MB = 1e6

interface Look {
  readonly host?: string
  readonly variables?: Readonly<Record<string, string>>
  readonly root?: string
  readonly settings?: Partial<AccountSettings>
  readonly privateKey?: string
  readonly password?: string
  readonly now?: () => number
}

/** What one check finds, with everything real. */
async function lookAt(check: CheckId, look: Look = {}): Promise<Finding> {
  const environment = { ...process.env, ...look.variables, ...(look.host !== undefined && { DOCKER_HOST: look.host }) }
  const machine = createMachine({ environment, ...(look.root !== undefined && { root: look.root }) })
  const tools = {
    machine,
    gpus: createGpus(),
    engine: createDockerEngine(look.host === undefined ? {} : { host: look.host }),
    registry: createRegistry(),
    ucloud: createUcloudApi(),
    secrets: { backend: () => Promise.resolve({ kind: 'keychain' } as const) },
    account: {
      id: AccountId.parse('mine'),
      settings: { ...defaultAccountSettings, name: 'Mine', publicKey: 'public', uhubUsername: 'me', ...look.settings },
      privateKey: () => Promise.resolve(look.privateKey ?? 'private'),
      uhubPassword: () => Promise.resolve(look.password ?? 'password'),
    },
    sandboxSettings: null,
    readServerTime,
    now: look.now ?? Date.now,
    limits: { lowDiskBytes: 24 * MB, fullDiskBytes: 12 * MB },
  }
  const { items } = await collect(runDoctor({ tools, only: [check], signal }))
  const [finding] = items
  if (finding === undefined) throw new Error(`nothing found by ${check}`)
  return finding
}

const commandOf = ({ cures }: Finding): string =>
  cures.flatMap((cure) => (cure.kind === 'command' ? [cure.command] : []))[0] ?? ''

/** Runs a cure as the user would who is root already; what asks is told yes. */
async function follow(finding: Finding): Promise<void> {
  const command = commandOf(finding).replaceAll('sudo ', '')
  expect(command).not.toBe('')
  await run('bash', ['-c', `yes | ${command}`])
}

describe('the engine', () => {
  let engine: OwnEngine
  beforeAll(async () => {
    engine = await makeOwnEngine(64 * MB)
  })
  afterAll(async () => {
    await engine.remove()
  })

  it('is missing, is started, is slow, dies, and is started as it should be', async () => {
    const host = engine.address
    expect(await lookAt('engine', { host })).toMatchObject({ code: 'host-missing', values: { address: host } })
    expect((await lookAt('running', { host })).code).toBe('engine-needed')

    await engine.start({ storageDriver: 'vfs' })
    expect((await lookAt('engine', { host })).code).toBe('engine-local')
    expect((await lookAt('running', { host })).code).toBe('running-fine')
    expect((await lookAt('version', { host })).code).toBe('driver-slow')
    const variables = { HTTPS_PROXY: 'http://me:secret@proxy.lan:3128' }
    const withoutProxy = await lookAt('proxy', { host, variables })
    expect(withoutProxy.code).toBe('proxy-engine-without')
    expect(JSON.stringify(withoutProxy)).not.toContain('secret')

    await engine.kill()
    const stopped = await lookAt('running', { host })
    expect(stopped).toMatchObject({ code: 'engine-stopped', words: expect.stringMatching(/ECONNREFUSED/) as string })
    expect(commandOf(stopped)).toMatch(/docker (?:re)?start|start docker/)

    await engine.start({ storageDriver: 'overlay2', variables })
    expect((await lookAt('running', { host })).code).toBe('running-fine')
    expect((await lookAt('version', { host })).code).toBe('version-fine')
    const withProxy = await lookAt('proxy', { host, variables })
    expect(withProxy.code).toBe('proxy-engine')
    expect(JSON.stringify(withProxy)).not.toContain('secret')
  })

  it('has a full disk, which is emptied by the command', async () => {
    const host = engine.address
    expect((await lookAt('disk', { host })).code).toBe('disk-fine')
    const docker = createDockerEngine({ host })
    const fill = (name: string, size: number): Promise<string> =>
      docker.importImage({
        rootFileSystem: makeTar({ [name]: { content: randomBytes(size), mode: 0o644 } }),
        tag: 'doctor-test/full:latest',
        signal,
      })
    // The second takes the name of the first, which is left without one.
    await fill('first', 45 * MB)
    await fill('second', 4 * MB)
    const low = await lookAt('disk', { host })
    expect(low.code).toBe('disk-low')
    await fill('third', 6 * MB)
    const full = await lookAt('disk', { host })
    expect(full).toMatchObject({ code: 'disk-full', values: { totalBytes: expect.any(Number) as number } })
    await follow(full)
    expect((await lookAt('disk', { host })).code).toBe('disk-fine')
  })

  it('has no runtime for the GPU until it is told of it', async () => {
    const host = engine.address
    const root = await makeTemporaryFolder()
    expect((await lookAt('gpu', { host, root })).code).toBe('gpu-none')
    await writeFiles(join(root, 'sys/bus/pci/devices/0000:01:00.0'), { vendor: '0x10de\n', class: '0x030000\n' })
    expect((await lookAt('gpu', { host, root })).code).toBe('gpu-driver-missing')
    const version = 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 01:44:30 UTC 2024\n'
    await writeFiles(join(root, 'proc/driver/nvidia'), { version })
    expect(await lookAt('gpu', { host, root })).toMatchObject({
      code: 'gpu-toolkit-missing',
      values: { driver: '550.54.14' },
    })
    // What `nvidia-ctk runtime configure` writes; the program itself needs a GPU's driver to be installed.
    await engine.reload({ runtimes: { nvidia: { path: '/usr/sbin/runc' } } })
    await waitUntil(async () => (await lookAt('gpu', { host, root })).code === 'gpu-ready')
  })

  it('does not let others in until they are in its group', async () => {
    const name = `uai-doctor-${randomBytes(3).toString('hex')}`
    const host = engine.address
    await run('groupadd', [name])
    try {
      await run('useradd', ['--no-create-home', '--shell', '/bin/sh', `${name}-u`])
      await run('chgrp', [name, engine.socketPath])
      await run('chmod', ['755', join(engine.socketPath, '..')])
      const as = (words: string[]): Promise<Finding> => lookAs({ user: `${name}-u`, host, words })
      const outside = await as(['--clear-groups'])
      expect(outside).toMatchObject({ code: 'permission-group', values: { user: `${name}-u`, group: name } })
      expect(commandOf(outside)).toBe(`sudo usermod -aG ${name} ${name}-u`)
      await follow(outside)
      expect((await as(['--clear-groups'])).code).toBe('permission-session')
      expect((await as(['--init-groups'])).code).toBe('permission-fine')
    } finally {
      await run('userdel', [`${name}-u`]).catch(() => undefined)
      await run('groupdel', [name])
    }
  })

  it('does not answer, and is given up', async () => {
    const folder = await makeTemporaryFolder()
    const silent: Server = createServer()
    const socket = join(folder, 'silent.sock')
    await new Promise<void>((resolve) => silent.listen(socket, () => resolve()))
    const finding = await lookAt('running', { host: `unix://${socket}` })
    expect(finding.code).toBe('engine-unanswered')
    expect(finding.tookMs).toBeLessThan(5_000)
    silent.close()
    await rm(socket, { force: true })
  })
})

/** The permission as another user sees it, in a process of theirs. */
async function lookAs(options: { user: string; host: string; words: readonly string[] }): Promise<Finding> {
  const { user, host, words } = options
  const home = await makeTemporaryFolder()
  const cli = await copyCli(join(home, 'app'))
  const environment = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, DOCKER_HOST: host, UAI_DATA_FOLDER: home }
  await run('chmod', ['777', home])
  const command = ['--reuid', user, '--regid', user, ...words, process.execPath, cli, 'doctor', '--json']
  const { stdout } = await run('setpriv', command, { env: environment }).catch((error: unknown) => {
    // Exit code 1: there is a problem.
    return error as { stdout: string }
  })
  const { findings } = JSON.parse(stdout) as { findings: Finding[] }
  const finding = findings.find(({ check }) => check === 'permission')
  if (finding === undefined) throw new Error(stdout)
  return finding
}

/** Where anybody can read it: the checkout may lie in somebody's home folder. */
async function copyCli(folder: string): Promise<string> {
  const root = join(import.meta.dirname, '..', '..')
  const main = join('build', 'out', 'main')
  await cp(join(root, main), join(folder, main), { recursive: true })
  await cp(join(root, 'package.json'), join(folder, 'package.json'))
  await run('chmod', ['-R', 'a+rX', folder])
  return join(folder, main, 'cli.cjs')
}

describe('the API and the clock', () => {
  it('takes the right key, and is cured of a wrong one', async () => {
    const port = await findFreePort()
    const apiUrl = `http://127.0.0.1:${port}`
    const settings = { apiUrl }
    const closed = await lookAt('api', { settings })
    expect(closed).toMatchObject({ code: 'api-unreachable', words: expect.stringMatching(/ECONNREFUSED/) as string })
    const keys = { publicKey: 'public', privateKey: 'private' }
    const service = await startCloudService({ instance: 'doctor', port, baseImages: [], ...keys })
    const wrong = await lookAt('api', { settings, privateKey: 'wrong' })
    expect(wrong).toMatchObject({ code: 'api-refused', values: { retCode: 171 }, cures: [{ field: 'privateKey' }] })
    expect((await lookAt('api', { settings })).code).toBe('api-fine')
    expect((await lookAt('clock', { settings })).code).toBe('clock-fine')
    await service.close()
  })

  it('tells a clock that is wrong, by the time of the server', async () => {
    let skewMs = 3_600_000
    const service = await startTestServer(() => {
      return { status: 200, headers: { Date: new Date(Date.now() + skewMs).toUTCString() }, body: '{}' }
    })
    const settings = { apiUrl: `http://${service.host}` }
    const wrong = await lookAt('clock', { settings })
    expect(wrong.code).toBe('clock-wrong')
    expect(Number(wrong.values['seconds'])).toBeCloseTo(3600, -1)
    skewMs = 0
    expect((await lookAt('clock', { settings })).code).toBe('clock-fine')
    await service.stop()
  })

  it('is out of reach where no route leads to it, and found once one does', async () => {
    // Of the loopback, since the API is spoken to without TLS there alone.
    const address = '127.93.17.5'
    const [port, behind] = [await findFreePort(), await findFreePort()]
    const settings = { apiUrl: `http://${address}:${port}` }
    const keys = { publicKey: 'public', privateKey: 'private' }
    const service = await startCloudService({ instance: 'doctor', port: behind, baseImages: [], ...keys })
    const there = createServer((near) => {
      const far = connect(behind, '127.0.0.1')
      near.pipe(far).pipe(near)
      for (const end of [near, far]) end.on('error', () => end.destroy())
    })
    await new Promise<void>((resolve) => there.listen(port, address, () => resolve()))
    const route = ['unreachable', `${address}/32`, 'table', 'local']
    await run('ip', ['route', 'add', ...route])
    try {
      const lost = await lookAt('api', { settings })
      const words = expect.stringMatching(/E(?:HOST|NET)UNREACH/) as string
      expect(lost).toMatchObject({ code: 'api-unreachable', words, cures: [{ kind: 'account', field: 'apiUrl' }] })
    } finally {
      await run('ip', ['route', 'del', ...route])
    }
    expect((await lookAt('api', { settings })).code).toBe('api-fine')
    there.close()
    await service.close()
  })

  it('gives up an API that does not answer, and names a page that stands in its place', async () => {
    const silent = await startTestServer(() => null)
    const hanging = await lookAt('api', { settings: { apiUrl: `http://${silent.host}` } })
    expect(hanging).toMatchObject({ code: 'unanswered', values: { seconds: 5 } })
    expect(hanging.tookMs).toBeLessThan(6_000)
    await silent.stop()
    const page = await startTestServer(() => ({ status: 502, body: '<title>Bad Gateway</title>' }))
    const settings = { apiUrl: `http://${page.host}` }
    expect(await lookAt('api', { settings })).toMatchObject({ code: 'api-unexpected', words: 'Bad Gateway' })
    await page.stop()
  })
})

describe('the login to UHub', () => {
  it('is refused for a wrong password, and taken for the right one', async () => {
    const registry = await startTestRegistry()
    const { host, username, password } = registry.auth
    const settings = { uhubHost: host, uhubUsername: username }
    const refused = await lookAt('login', { settings, password: 'wrong' })
    expect(refused).toMatchObject({ code: 'login-refused', cures: [{ kind: 'account', field: 'uhubPassword' }] })
    expect((await lookAt('login', { settings, password })).code).toBe('login-fine')
    await registry.stop()
    expect((await lookAt('login', { settings, password })).code).toBe('login-unreachable')
  })

  it('is not made where nobody answers', async () => {
    const silent = createServer()
    const port = await listen(silent)
    const hanging = await lookAt('login', { settings: { uhubHost: `127.0.0.1:${port}` } })
    expect(hanging.code).toBe('unanswered')
    silent.close()
  })
})
