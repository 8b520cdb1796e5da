import { execFile } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, request as httpRequest } from 'node:http'
import { Readable } from 'node:stream'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import { createUcloudApi } from '../../electron/adapters/ucloud/client.ts'
import { runCli } from '../../electron/cli/run-cli.ts'
import { jobLabel } from '../../electron/core/runs/plan-test.ts'
import { runTest } from '../../electron/core/runs/run-test.ts'
import { createLayerMaker } from '../../electron/core/layer/create-layer-maker.ts'
import { createAdapters } from '../../electron/services/adapters.ts'
import { JobId } from '../../shared/model/ids.ts'
import { runBuiltCli, type CliOptions, type CliRun } from '../support/cli.ts'
import { collect } from '../support/collect.ts'
import { startTestServer } from '../support/http-server.ts'
import { findFreePort, listen } from '../support/ports.ts'
import { findDanglingOn } from '../support/raw-engine.ts'
import { benchCode, startRealBench, type RealBench } from '../support/real-bench.ts'
import { readPushedImage } from '../support/pushed-image.ts'
import { samplePackRequest, sampleProjectSettings, sampleTestPlan } from '../support/samples.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'

const run = promisify(execFile)
const never = new AbortController().signal
let bench: RealBench
let service: { url: string; close(): Promise<void> }

beforeAll(async () => {
  bench = await startRealBench()
  service = await bench.startService()
})
afterAll(async () => {
  await service.close()
  await bench.close()
})
afterEach(async () => {
  await rm(join(bench.projectFolder, 'uaitrain_cmd.txt'), { force: true })
  await writeFile(join(bench.projectFolder, 'code', 'mnist.py'), benchCode['mnist.py'])
})

const pack = (words: readonly string[], options: CliOptions = {}): Promise<CliRun> =>
  runBuiltCli(['pack', ...words], { folder: bench.projectFolder, variables: bench.variables, ...options })

/** One clear line at the end, exit code 1, no trace of a stack or a secret, no command file. */
async function expectFailure(result: CliRun, words: RegExp): Promise<void> {
  const last = result.errors.trimEnd().split('\n').at(-1) ?? ''
  expect(last).toMatch(/^error: /)
  expect(last).toMatch(words)
  expect(result.exitCode).toBe(1)
  expect(result.output).toBe('')
  expect(result.errors).not.toMatch(/Traceback|\n\s+at /)
  for (const secret of Object.values(bench.secrets)) expect(result.errors).not.toContain(secret)
  expect(await readdir(bench.projectFolder)).not.toContain('uaitrain_cmd.txt')
}

/** Variables of a pack that has no engine: it can only fail at what comes before the engine. */
const withoutEngine = (): Record<string, string> => ({ ...bench.variables, DOCKER_HOST: 'unix:///nowhere/docker.sock' })

/** The printed CPU command, run by bash as the user would, but for the terminal and sudo. */
async function runPrintedCommand(output: string): Promise<string> {
  const [, command = ''] = /^CMD for CPU local test: sudo (.*)$/m.exec(output) ?? []
  expect(command).toMatch(/^docker run -it /)
  const { stdout } = await run('bash', ['-c', command.replace('docker run -it ', 'docker run --rm ')])
  return stdout
}

/** Prints its arguments one a line; the Python of the bench's images is the shell. */
const argumentPrinter = 'for argument in "$@"; do echo "<$argument>"; done\n'
const platformArguments = ['work_dir=/data', 'data_dir=/data/data', 'output_dir=/data/output', 'log_dir=/data/output']

describe('what the tool does wrong, and the app does instead', () => {
  it('Python ≥ 3.9: no Python is needed at all', async () => {
    const nothing = await makeTemporaryFolder()
    const result = await pack(bench.serviceFlags(service.url), { variables: { ...bench.variables, PATH: nothing } })
    expect(result).toMatchObject({ exitCode: 0 })
  })

  it('wrong UHub password: refused with the user’s name, without the password', async () => {
    const variables = { ...bench.variables, UAI_UHUB_PASSWORD: 'marked-wrong-password' }
    const result = await pack(bench.flags(), { variables })
    await expectFailure(result, /refused the login of “packer@example.com”.*UHub user and password/)
    expect(result.errors).not.toContain('marked-wrong-password')
  })

  it('registry down: said with its host', async () => {
    const host = `127.0.0.1:${await findFreePort()}`
    const result = await pack(bench.flags({ uhub_host: host }))
    await expectFailure(result, new RegExp(host))
  })

  it('wrong private key: UCloud’s RetCode in words', async () => {
    const variables = { ...bench.variables, UAI_PRIVATE_KEY: 'marked-wrong-key' }
    const result = await pack(bench.serviceFlags(service.url), { variables })
    await expectFailure(result, /RetCode 171.*private key does not belong/)
    expect(result.errors).not.toContain('marked-wrong-key')
  })

  it('base image look-up fails or is empty: said which package is missing', async () => {
    const empty = await bench.startService({ knowsImages: false })
    const result = await pack(bench.serviceFlags(empty.url))
    await empty.close()
    await expectFailure(result, /UCloud has no .* package|does not exist/)
  })

  describe('API down, 502 page, or hanging: the built-in list is used, and said so', () => {
    it('down', async () => {
      const result = await pack(bench.serviceFlags(`http://127.0.0.1:${await findFreePort()}`))
      expect(result.exitCode).toBe(0)
      expect(result.errors).toContain('the built-in list was used')
    })

    it('502 page', async () => {
      const broken = await startTestServer(() => ({ status: 502, body: '<html>Bad Gateway</html>' }))
      const result = await pack(bench.serviceFlags(`http://${broken.host}`))
      await broken.stop()
      expect(result.exitCode).toBe(0)
      expect(result.errors).toContain('the built-in list was used')
    })

    it('hanging', async () => {
      const silent = await startTestServer(() => null)
      let errors = ''
      const environment = {
        variables: bench.variables,
        currentFolder: bench.projectFolder,
        sampleFolder: '',
        dataFolder: await makeTemporaryFolder(),
        version: '0.0.0',
        writeOutput: () => undefined,
        writeError: (text: string) => (errors += text),
        clearLine: () => undefined,
        isTerminal: false,
        readInput: () => Promise.resolve(''),
        streamInput: () => Readable.from([]),
        signal: never,
      }
      const adapters = {
        ...createAdapters(bench.projectFolder),
        layers: createLayerMaker({ folder: await makeTemporaryFolder() }),
        ucloud: createUcloudApi({ timeoutMs: 300 }),
      }
      const exitCode = await runCli(['pack', ...bench.serviceFlags(`http://${silent.host}`)], environment, adapters)
      await silent.stop()
      expect(exitCode).toBe(0)
      expect(errors).toContain('the built-in list was used')
    })
  })

  it('Docker missing or stopped: said before anything is asked of UCloud', async () => {
    const watched = await startTestServer(() => ({ status: 200, body: '{}' }))
    const result = await pack(bench.serviceFlags(`http://${watched.host}`), { variables: withoutEngine() })
    await watched.stop()
    await expectFailure(result, /No Docker Engine was found at .*nowhere.*Install Docker/)
    expect(watched.requests).toEqual([])
  })

  it('push refused: the registry’s words, images as they were, an older uaitrain_cmd.txt set aside', async () => {
    expect((await pack(bench.flags())).exitCode).toBe(0)
    const commandFile = join(bench.projectFolder, 'uaitrain_cmd.txt')
    const before = (await bench.engine.inspectImage(bench.cpuImage, never))?.id
    await writeFile(join(bench.projectFolder, 'code', 'mnist.py'), 'print("changed")\n')

    const refusing = createServer((incoming, outgoing) => {
      if (incoming.method === 'POST' && incoming.url?.includes('/blobs/uploads') === true) {
        const errors = [{ code: 'DENIED', message: 'quota of the registry is used up' }]
        outgoing.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify({ errors }))
        return
      }
      const { method, url: path, headers } = incoming
      const onward = httpRequest({ host: '127.0.0.1', port: bench.registry.port, method, path, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
      })
      incoming.pipe(onward)
    })
    const host = `127.0.0.1:${await listen(refusing)}`
    const result = await pack(bench.flags({ uhub_host: host }))
    refusing.closeAllConnections()
    refusing.close()

    expect(result.exitCode).toBe(1)
    expect(result.errors).toMatch(/error: .*could not be pushed.*(denied|quota).*\n$/i)
    expect((await bench.engine.inspectImage(bench.cpuImage, never))?.id).toBe(before)
    expect(await bench.engine.inspectImage(`${host}/demo/${bench.imageName}:uaitrain`, never)).toBeNull()
    // Not taken for this pack's: it is set aside, with what it said.
    await expect(readFile(commandFile, 'utf8')).rejects.toThrow('ENOENT')
    const asideFile = join(bench.projectFolder, 'uaitrain_cmd.previous.txt')
    expect(await readFile(asideFile, 'utf8')).toContain(bench.gpuImage)
    await rm(asideFile)
  })

  it.each([
    ['main file missing', { mainfile_path: 'missing.py' }, /--mainfile_path: .*missing\.py.* does not exist/],
    ['main file outside the code', { mainfile_path: '../data/x.py' }, /--mainfile_path: .*outside the code folder/],
    ['code path is a file', { code_path: 'code/mnist.py' }, /--code_path: .*is a file, not a folder/],
    ['code path is missing', { code_path: 'nowhere' }, /--code_path: .*does not exist/],
    ['upper-case image name', { uhub_imagename: 'Mnist' }, /--uhub_imagename: Upper case/],
    ['upper-case registry', { uhub_registry: 'Demo' }, /--uhub_registry: Upper case/],
    ['upper-case tag', { uhub_imagetag: 'V1' }, /--uhub_imagetag: Upper case/],
    ['a space in the image name', { uhub_imagename: 'a b' }, /--uhub_imagename: .*not allowed/],
    ['a newline in the parameters', { train_params: 'a\nb' }, /--train_params: A line break/],
    ['a quote left open in the parameters', { train_params: '--note "a' }, /--train_params: A quote is opened/],
  ])('%s: refused before the engine or the network is asked', async (_, changes, words) => {
    const result = await pack(bench.flags(changes), { variables: withoutEngine() })
    await expectFailure(result, words)
  })

  it.each([
    ['absolute', () => join(bench.projectFolder, 'code')],
    ['with ../', () => '../project/code'],
    ['with a space', () => 'my code'],
  ])('code path %s: packed', async (_, path) => {
    const spaced = join(bench.projectFolder, 'my code')
    await mkdir(spaced)
    await writeFile(join(spaced, 'mnist.py'), 'print(1)\n')
    const result = await pack(bench.flags({ code_path: path() }))
    await rm(spaced, { recursive: true })
    expect(result.exitCode).toBe(0)
  })

  it('code_path=.: nothing but the code is in the image', async () => {
    const folder = join(bench.projectFolder, 'code')
    const result = await pack(bench.serviceFlags(service.url, { code_path: '.' }), { folder })
    expect(result.exitCode).toBe(0)
    const image = await readPushedImage(bench.registry, { repository: `demo/${bench.imageName}`, tag: 'uaitrain' })
    const { files } = (await image?.readLayer(image.layers.at(-1) ?? '')) ?? { files: {} }
    expect(Object.keys(files).sort()).toEqual(
      Object.keys(benchCode)
        .map((path) => `data/${path}`)
        .sort(),
    )
    expect(await readdir(bench.projectFolder)).toContain('uaitrain_cmd.txt')
  })

  it.each([
    ['--note "a b"', ['--note', 'a b']],
    [`--home $HOME --id $(id) --back \`id\``, ['--home', '$HOME', '--id', '$(id)', '--back', '`id`']],
    ['--a 1; --b 2 & | > x', ['--a', '1;', '--b', '2', '&', '|', '>', 'x']],
    [`--note 'it'\\''s 训练!'`, ['--note', "it's 训练!"]],
  ])('train params %s: every argument arrives, the platform’s too', async (trainParams, words) => {
    await writeFile(join(bench.projectFolder, 'code', 'mnist.py'), argumentPrinter)
    const { exitCode, output } = await pack([...bench.flags({ train_params: trainParams }), '--no_push'])
    expect(exitCode).toBe(0)
    const expected = [...words, ...platformArguments.map((argument) => `--${argument}`)]
    expect(await runPrintedCommand(output)).toBe(expected.map((word) => `<${word}>\n`).join(''))
  })

  it('test data path with a space: the command finds the data', async () => {
    const data = join(bench.projectFolder, 'my $data')
    await mkdir(data)
    await writeFile(join(data, 'sample.txt'), 'found\n')
    await writeFile(join(bench.projectFolder, 'code', 'mnist.py'), 'cat /data/data/sample.txt\n')
    const { output } = await pack([...bench.flags({ test_data_path: data }), '--no_push'])
    expect(await runPrintedCommand(output)).toBe('found\n')
    await rm(data, { recursive: true })
  })

  it('test data path relative: taken from the current folder', async () => {
    const { output } = await pack([...bench.flags({ test_data_path: 'data' }), '--no_push'])
    expect(output).toContain(`-v ${join(bench.projectFolder, 'data')}:/data/data`)
  })

  it('test data path missing: the test says so and makes no folder', async () => {
    const missing = join(bench.projectFolder, 'nowhere')
    const project = sampleProjectSettings({
      testDataPath: missing,
      testOutputPath: join(bench.projectFolder, 'output'),
    })
    const request = samplePackRequest({ project })
    const plan = sampleTestPlan({ request, imageId: 'none' })
    const test = runTest(plan, {
      ...createAdapters(bench.projectFolder),
      owner: null,
      environment: {},
      signal: never,
      stop: never,
      leave: never,
    })
    await expect(collect(test)).rejects.toMatchObject({ code: 'invalid-field', details: { problem: 'not-found' } })
    expect(await readdir(bench.projectFolder)).not.toContain('nowhere')
  })

  it('acc_type=GPU: understood', async () => {
    expect((await pack([...bench.flags({ acc_type: 'GPU' }), '--no_push'])).output).toContain('CMD for GPU local test')
  })

  it('the test command without a terminal: runs, leaves no container, outputs are the user’s', async () => {
    await writeFile(join(bench.projectFolder, 'code', 'mnist.py'), 'echo trained; echo 1 > /data/output/model.bin\n')
    expect((await pack([...bench.flags(), '--no_push'])).exitCode).toBe(0)
    const project = sampleProjectSettings({
      imageName: bench.imageName,
      testDataPath: join(bench.projectFolder, 'data'),
      testOutputPath: join(bench.projectFolder, 'output'),
    })
    const imageId = (await bench.engine.inspectImage(`${bench.imageName}-cpu:uaitrain`, never))?.id ?? ''
    const request = samplePackRequest({ project })
    const plan = sampleTestPlan({ request, imageId, jobId: JobId.parse(bench.imageName) })
    const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
    const adapters = { ...createAdapters(bench.projectFolder), files: createNodeFiles() }
    const { items, result } = await collect(
      runTest(plan, { ...adapters, owner, environment: {}, signal: never, stop: never, leave: never }),
    )
    expect(items).toContainEqual({ type: 'log', source: 'out', text: 'trained' })
    expect(result.outputs).toEqual([{ path: 'model.bin', sizeBytes: 2, changed: false }])
    expect(await bench.engine.findContainers({ name: jobLabel, value: bench.imageName }, never)).toEqual([])
    // Fails unless the file is ours.
    await chmod(join(bench.projectFolder, 'output', 'model.bin'), 0o600)
  })

  it('Ctrl-C: one line, exit code 130, no file left', async () => {
    const silent = await startTestServer(() => null)
    const before = (await readdir(bench.projectFolder)).sort()
    let kill: (signal: NodeJS.Signals) => void = () => undefined
    const result = await pack(bench.serviceFlags(`http://${silent.host}`), {
      onStart: (process) => (kill = process.kill),
      onErrors: (text) => {
        if (!text.includes('Find the base images')) return
        kill('SIGINT')
        // Once only: what it says of that is told here, too, and a second one would catch it as it ends.
        kill = () => undefined
      },
    })
    await silent.stop()
    expect(result.exitCode).toBe(130)
    expect(result.errors).not.toMatch(/Traceback|\n\s+at /)
    expect((await readdir(bench.projectFolder)).sort()).toEqual(before)
  })

  it('always: two files of ours, the user’s Dockerfile untouched, no dangling image, no password kept', async () => {
    const own = join(bench.projectFolder, 'uaitrain.Dockerfile')
    await writeFile(own, 'FROM mine\n')
    const home = await makeTemporaryFolder()
    const dataFolder = await makeTemporaryFolder()
    const variables = { ...bench.variables, HOME: home, UAI_DATA_FOLDER: dataFolder }
    for (const version of [1, 2, 3]) {
      await writeFile(join(bench.projectFolder, 'code', 'mnist.py'), `print(${version})\n`)
      expect((await pack(bench.serviceFlags(service.url), { variables })).exitCode).toBe(0)
    }
    expect(await readFile(own, 'utf8')).toBe('FROM mine\n')
    await rm(own)
    const expected = ['code', 'data', 'output', 'uaitrain_cmd.txt', 'uaitrain_pack.log']
    expect((await readdir(bench.projectFolder)).sort()).toEqual(expected)
    for (const base of [bench.baseCpu, bench.baseGpu]) {
      const id = (await bench.engine.inspectImage(base, never))?.id ?? ''
      await expect.poll(() => findDanglingOn(id), { timeout: 20_000 }).toEqual([])
    }
    expect(await readdir(home)).toEqual([])
    // The app's own folder holds packed code, and no word of who packed it.
    const kept = (await readdir(dataFolder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())
    expect(kept.length).toBeGreaterThan(0)
    for (const { parentPath, name } of kept) {
      const content = await readFile(join(parentPath, name), 'latin1')
      for (const secret of Object.values(bench.secrets)) expect(content).not.toContain(secret)
    }
    const log = await readFile(join(bench.projectFolder, 'uaitrain_pack.log'), 'utf8')
    expect(log).not.toMatch(/Signature|PublicKey=/)
    for (const secret of Object.values(bench.secrets)) expect(log).not.toContain(secret)
  })
})
