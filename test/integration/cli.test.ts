import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSecretStore } from '../../electron/adapters/keychain/create-secret-store.ts'
import { createAccountStore } from '../../electron/adapters/store/accounts.ts'
import { closeDatabase, openDatabase } from '../../electron/adapters/store/open-database.ts'
import { databasePathOf } from '../../electron/services/data-paths.ts'
import { defaultAccountSettings } from '../../shared/model/account.ts'
import { AccountId } from '../../shared/model/ids.ts'
import { runBuiltCli, type CliOptions, type CliRun } from '../support/cli.ts'
import { collect } from '../support/collect.ts'
import { readDataFolder, removeImage } from '../support/engine-images.ts'
import { startFaultyProxy } from '../support/faulty-proxy.ts'
import { startTestServer } from '../support/http-server.ts'
import { startTestKeyring, type TestKeyring } from '../support/keyring.ts'
import { startMeddler } from '../support/meddler.ts'
import { startRealBench, type RealBench } from '../support/real-bench.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'

const run = promisify(execFile)
const checkout = join(import.meta.dirname, '..', '..')
let bench: RealBench
let service: { url: string; close(): Promise<void> }
let keyring: TestKeyring

beforeAll(async () => {
  keyring = await startTestKeyring()
  bench = await startRealBench()
  service = await bench.startService()
})
afterAll(async () => {
  await service.close()
  await bench.close()
  await keyring.stop()
})

const pack = (words: readonly string[], options: CliOptions = {}): Promise<CliRun> =>
  runBuiltCli(['pack', ...words], { folder: bench.projectFolder, variables: bench.variables, ...options })

describe('the command line', () => {
  it('runs from the checkout by its name, and from any folder by its path', async () => {
    const { stdout } = await run('npx', ['--no-install', 'uai-train-packer', '--version'], { cwd: checkout })
    const elsewhere = await runBuiltCli(['--version'], { folder: await makeTemporaryFolder() })
    expect(stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/)
    expect(elsewhere).toEqual({ exitCode: 0, output: stdout, errors: '' })
  })

  it('asks the service for the base images with the keys', async () => {
    const { exitCode, output } = await pack(bench.serviceFlags(service.url))
    expect(exitCode).toBe(0)
    expect(output.split('\n').slice(0, 2)).toEqual([bench.baseGpu, bench.baseCpu])
  })

  it('takes the secrets from standard input', async () => {
    const { UAI_PRIVATE_KEY, UAI_UHUB_PASSWORD, UAI_DATA_FOLDER } = bench.variables
    const input = `private_key=${UAI_PRIVATE_KEY}\nuhub_password=${UAI_UHUB_PASSWORD}\n`
    const words = [...bench.serviceFlags(service.url), '--secrets_stdin']
    expect(await pack(words, { input, variables: { UAI_DATA_FOLDER } })).toMatchObject({ exitCode: 0 })
  })

  it('takes the secrets from its flags, with a warning', async () => {
    const { UAI_PRIVATE_KEY, UAI_UHUB_PASSWORD, UAI_DATA_FOLDER } = bench.variables
    const words = [
      ...bench.serviceFlags(service.url),
      '--private_key',
      UAI_PRIVATE_KEY,
      '--uhub_password',
      UAI_UHUB_PASSWORD,
    ]
    const { exitCode, errors } = await pack(words, { variables: { UAI_DATA_FOLDER } })
    expect(exitCode).toBe(0)
    expect(errors).toMatch(/^warning: --private_key, --uhub_password on the command line can be seen/)
  })

  it('takes an account of the app, with its secrets from the keychain', async () => {
    const dataFolder = await makeTemporaryFolder()
    const id = AccountId.parse(randomBytes(8).toString('hex'))
    const database = await openDatabase({
      path: databasePathOf(dataFolder),
      clock: { now: () => Date.now() },
      onDamaged: () => undefined,
    })
    createAccountStore(database).save({
      id,
      settings: {
        ...defaultAccountSettings,
        name: '我的账号',
        publicKey: 'bench-public-key',
        apiUrl: service.url,
        uhubUsername: bench.registry.auth.username,
        uhubHost: bench.registry.host,
      },
    })
    closeDatabase(database)
    const secrets = createSecretStore()
    await secrets.set(id, 'privateKey', bench.secrets.UAI_PRIVATE_KEY)
    await secrets.set(id, 'uhubPassword', bench.secrets.UAI_UHUB_PASSWORD)

    const variables = { UAI_DATA_FOLDER: dataFolder }
    const ofAccount = { uhub_username: null, uhub_host: null, api_url: null, public_key: null }
    const words = bench.serviceFlags(service.url, ofAccount)
    expect(await pack([...words, '--account', '我的账号'], { variables })).toMatchObject({ exitCode: 0 })

    await secrets.remove(id, 'uhubPassword')
    const incomplete = await pack([...words, '--account', '我的账号'], { variables })
    expect(incomplete).toMatchObject({ exitCode: 1, output: '' })
    expect(incomplete.errors).toContain('UHub password of the account “我的账号” is missing')

    const unknown = await pack([...words, '--account', 'nobody'], { variables })
    expect(unknown).toMatchObject({ exitCode: 2, output: '' })
    expect(unknown.errors).toContain('我的账号')
  })

  it('does not make the app’s database to look an account up', async () => {
    const dataFolder = await makeTemporaryFolder()
    const variables = { ...bench.variables, UAI_DATA_FOLDER: dataFolder }
    expect((await pack([...bench.flags(), '--account', 'a'], { variables })).exitCode).toBe(2)
    expect(await readdir(dataFolder)).toEqual([])
  })

  it('tells a failure as one JSON object for --json', async () => {
    const { exitCode, output, errors } = await pack([...bench.flags({ mainfile_path: 'missing.py' }), '--json'])
    expect(exitCode).toBe(1)
    expect(errors).not.toContain('error')
    expect(JSON.parse(output)).toMatchObject({
      error: { code: 'invalid-field', details: { field: 'mainFile', problem: 'not-found' } },
    })
  })

  it('speaks Chinese in a Chinese terminal', async () => {
    const { errors } = await pack(bench.flags({ uhub_imagename: 'Mnist' }), {
      variables: { ...bench.variables, LC_ALL: 'zh_CN.UTF-8' },
    })
    expect(errors).toMatch(/^错误：--uhub_imagename：.*大写.*\n$/)
  })
})

describe('Ctrl-C', () => {
  const interrupt = async (words: readonly string[], when: RegExp): Promise<{ result: CliRun; tookMs: number }> => {
    let kill: (signal: NodeJS.Signals) => void = () => undefined
    let sentAt = 0
    const result = await pack(words, {
      onStart: (process) => (kill = process.kill),
      onErrors: (text) => {
        if (sentAt > 0 || !when.test(text)) return
        sentAt = performance.now()
        kill('SIGINT')
      },
    })
    return { result, tookMs: performance.now() - sentAt }
  }

  it('ends a look-up that hangs', async () => {
    const silent = await startTestServer(() => null)
    const words = bench.serviceFlags(`http://${silent.host}`)
    const { result, tookMs } = await interrupt(words, /Find the base images/)
    await silent.stop()
    expect(result.exitCode).toBe(130)
    expect(result.errors.trimEnd().split('\n').at(-1)).toMatch(/^error: Cancelled/)
    expect(tookMs).toBeLessThan(1500)
  })

  it.each(['SIGINT', 'SIGHUP'] as const)('ends a wait for the secrets (%s)', async (signal) => {
    const { exitCode, errors } = await pack([...bench.flags(), '--secrets_stdin'], {
      input: null,
      // Nothing tells from outside that it waits.
      onStart: (process) => void setTimeout(() => process.kill(signal), 2000),
    })
    expect(exitCode).toBe(130)
    expect(errors).toMatch(/^error: Cancelled/)
  })

  it('is what it takes a reader for that has left', async () => {
    expect((await pack(bench.flags())).exitCode).toBe(0)
    const state = async (): Promise<unknown> => ({
      image: (await bench.engine.inspectImage(bench.cpuImage, new AbortController().signal))?.id,
      commands: await readFile(join(bench.projectFolder, 'uaitrain_cmd.txt'), 'utf8'),
      files: (await readdir(bench.projectFolder)).sort(),
    })
    const before = await state()
    const added = join(bench.projectFolder, 'code', 'added.bin')
    await writeFile(added, randomBytes(1000))
    let stopReading = (): void => undefined
    const { exitCode } = await pack(bench.flags({ train_params: '--changed' }), {
      onStart: (process) => (stopReading = process.stopReading),
      onErrors: () => stopReading(),
    })
    await rm(added)
    expect(exitCode).toBe(130)
    expect(await state()).toEqual(before)
  })

  it('ends a push under way, and leaves images and files as they were', async () => {
    expect((await pack(bench.flags())).exitCode).toBe(0)
    const idOf = async (image: string): Promise<string | undefined> =>
      (await bench.engine.inspectImage(image, new AbortController().signal))?.id
    const proxy = await startFaultyProxy({ host: '127.0.0.1', port: bench.registry.port }, { bytesPerSecond: 50_000 })
    const host = `127.0.0.1:${proxy.port}`
    const code = join(bench.projectFolder, 'code')
    const before = { cpu: await idOf(bench.cpuImage), files: (await readdir(bench.projectFolder)).sort() }
    await writeFile(join(code, 'big.bin'), randomBytes(5_000_000))

    const { result, tookMs } = await interrupt(bench.flags({ uhub_host: host }), /Push to UHub/)
    await proxy.stop()
    await rm(join(code, 'big.bin'))
    expect(result.exitCode).toBe(130)
    expect(tookMs).toBeLessThan(2000)
    expect(await idOf(bench.cpuImage)).toBe(before.cpu)
    expect(await idOf(`${host}/demo/${bench.imageName}:uaitrain`)).toBeUndefined()
    expect((await readdir(bench.projectFolder)).sort()).toEqual(before.files)
  })
})

describe('kill -9', () => {
  it('during an upload: the next pack goes on with it', async () => {
    const mebibyte = 1024 * 1024
    const dataFolder = await makeTemporaryFolder()
    const big = join(bench.projectFolder, 'code', 'big.bin')
    await writeFile(big, randomBytes(24 * mebibyte))
    const meddler = await startMeddler(bench.registry.port, { buffersRequests: true })
    const base = bench.baseGpu.replace(bench.registry.host, meddler.host)
    const flags = bench.flags({ uhub_host: meddler.host, base_gpu: base })
    const variables = { ...bench.secrets, UAI_DATA_FOLDER: dataFolder }
    const gpuImage = `${meddler.host}/demo/${bench.imageName}:uaitrain`
    try {
      const killed = await pack(flags, {
        variables,
        onStart: ({ kill }) => {
          meddler.meddle = ({ headers }) => {
            // Of a second chunk: what was before it has arrived.
            if (/^[1-9]/.test(headers['content-range'] ?? '')) kill('SIGKILL')
            return null
          }
        },
      })
      expect(killed.exitCode).toBeNull()
      meddler.meddle = () => null
      const before = meddler.uploadedBytes()
      expect(before).toBeGreaterThanOrEqual(8 * mebibyte)

      const again = await pack(flags, { variables })
      expect(again.exitCode).toBe(0)
      expect(meddler.uploadedBytes() - before).toBeLessThanOrEqual(16 * mebibyte + 100_000)
      await removeImage(gpuImage)
      const auth = { ...bench.registry.auth, host: meddler.host }
      const { signal } = new AbortController()
      await collect(bench.engine.pullImage({ reference: gpuImage, auth, signal }))
      expect((await readDataFolder(gpuImage)).get('big.bin')?.equals(await readFile(big))).toBe(true)
    } finally {
      await meddler.stop()
      await rm(big)
      for (const image of [gpuImage, base]) await removeImage(image)
    }
  })
})

describe('a marked secret', () => {
  /** Every command line of the machine. */
  const commandLines = async (): Promise<string> => {
    const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
    // A process may have ended since.
    const lines = processes.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''))
    return (await Promise.all(lines)).join('\n')
  }
  const everythingIn = async (folder: string): Promise<string> => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    return (await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')))).join('\n')
  }
  const saved = async (image: string): Promise<string> => {
    const { stdout } = await run('docker', ['save', image], { encoding: 'latin1', maxBuffer: 256 * 1024 * 1024 })
    return stdout
  }

  it('is found in no command line, file, image or output, whether the pack succeeds or fails', async () => {
    const dataFolder = await makeTemporaryFolder()
    const home = await makeTemporaryFolder()
    await mkdir(join(home, '.docker'))
    const password = bench.registry.auth.password
    const secrets = [password, bench.secrets.UAI_PRIVATE_KEY]
    const forms = secrets.flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1),
      createHash('sha1').update(secret).digest('hex'),
    ])
    const variables = { ...bench.variables, UAI_DATA_FOLDER: dataFolder, HOME: home }
    let seen = ''
    const watching = setInterval(() => void commandLines().then((lines) => (seen += lines)), 20)
    const good = await pack(bench.serviceFlags(service.url), { variables })
    const bad = await pack(bench.serviceFlags(service.url), {
      variables: {
        ...variables,
        UAI_UHUB_PASSWORD: `${password}-wrong`,
        UAI_PRIVATE_KEY: bench.secrets.UAI_PRIVATE_KEY,
      },
    })
    const unsigned = await pack(bench.serviceFlags(service.url), {
      variables: { ...variables, UAI_PRIVATE_KEY: `${bench.secrets.UAI_PRIVATE_KEY}-wrong` },
    })
    clearInterval(watching)
    expect([good.exitCode, bad.exitCode, unsigned.exitCode]).toEqual([0, 1, 1])
    expect(seen).toContain('--uhub_imagename')

    const places = {
      'command lines': seen,
      output: [good, bad, unsigned].map(({ output, errors }) => output + errors).join('\n'),
      'project folder': await everythingIn(bench.projectFolder),
      'data folder': await everythingIn(dataFolder),
      'home folder': await everythingIn(home),
      'CPU image': await saved(bench.cpuImage),
      'GPU image': await saved(bench.gpuImage),
    }
    for (const [place, content] of Object.entries(places)) {
      for (const form of forms) expect(content.includes(form), place).toBe(false)
    }
  })
})
