import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { createRegistry } from '../../electron/adapters/registry/create-registry.ts'
import type { CodeLayer } from '../../electron/core/layer/code-layer.ts'
import { createLayerMaker } from '../../electron/core/layer/create-layer-maker.ts'
import { buildContext } from '../../electron/core/pack/build-context.ts'
import { codeImage } from '../../electron/core/pack/code-image.ts'
import type { RegistryImage } from '../../electron/core/ports/registry.ts'
import { noIgnoreSettings } from '../../shared/model/ignore.ts'
import { collect } from '../support/collect.ts'
import { inspectImage, removeImagesOn } from '../support/engine-images.ts'
import { oddTrees, writeOddTree } from '../support/odd-tree.ts'
import { askEngine } from '../support/raw-engine.ts'
import { startTestRegistry } from '../support/registry-server.ts'
import type { TestRegistry } from '../support/registry-server.ts'
import { makeTar } from '../support/tar.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'
import { importTinyImage } from '../support/tiny-image.ts'

// UAI_ODD_TREES=50 tries many more of them.
const trees = oddTrees({ seed: 20, count: Number(process.env['UAI_ODD_TREES'] ?? 3) })
const run = promisify(execFile)
const engine = createDockerEngine()
const { signal } = new AbortController()
const labels = { 'cn.example.lane': 'cpu', 'cn.example.words': `a "quoted" $word` }
const images = ['loaded', 'built', 'of-the-tool'].map((name) => `same-images-${process.pid}-${name}:v1`)
const [loaded = '', built = '', ofTheTool = ''] = images
let server: TestRegistry
let baseName: string
let base: RegistryImage

beforeAll(async () => {
  server = await startTestRegistry()
  baseName = `${server.host}/uaishare/configured:v1`
  const plain = `${baseName}-plain`
  await importTinyImage(engine, plain, signal)
  const lines = [
    `FROM ${plain}`,
    'ENV PATH=/bin LANG=zh_CN.UTF-8 QUOTED="a b"',
    'WORKDIR /somewhere',
    'ENTRYPOINT ["/bin/sh", "-c"]',
    'CMD ["true"]',
    'EXPOSE 8080',
    'LABEL of.the=base',
    'USER 1000:1000',
  ]
  const context = makeTar({ Dockerfile: `${lines.join('\n')}\n` })
  await collect(engine.buildImage({ context, tag: baseName, labels: {}, signal }))
  await collect(engine.pushImage({ reference: baseName, auth: server.auth, signal }))
  const read = await createRegistry().readImage({ reference: baseName, auth: server.auth, signal })
  if (read === null) throw new Error('the base is not there')
  base = read
})

afterAll(async () => {
  await removeImagesOn((await inspectImage(`${baseName}-plain`))?.layers ?? [])
  await server.stop()
})

async function makeLayer(root: string): Promise<CodeLayer> {
  const maker = createLayerMaker({ folder: await makeTemporaryFolder() })
  const options = { root, ignore: noIgnoreSettings, mainFile: 'first.py', signal }
  return (await collect(maker.makeLayer(options))).result
}

async function load(layer: CodeLayer): Promise<void> {
  const image = codeImage({ base, layer, labels })
  if (image === null) throw new Error('the base does not tell its layers')
  const { uncompressedBytes } = layer
  const read = (): AsyncIterable<Uint8Array> => layer.read(0)
  const { result } = await collect(engine.loadImage({ ...image, read, uncompressedBytes, tag: loaded, signal }))
  expect(result).not.toBeNull()
}

async function build(layer: CodeLayer): Promise<void> {
  const context = buildContext({ baseImage: baseName, labels, layer })
  await collect(engine.buildImage({ context, tag: built, labels: {}, signal }))
}

/** As UCloud's tool has it: the folder itself is the engine's to read. */
async function buildAsTheTool(root: string): Promise<void> {
  const parent = join(root, '..')
  await writeFile(join(parent, 'Dockerfile'), `From ${baseName}\nADD ./code /data/\n`)
  const tar = spawn('tar', ['-C', parent, '-c', 'code', 'Dockerfile'])
  const context = tar.stdout as AsyncIterable<Uint8Array>
  await collect(engine.buildImage({ context, tag: ofTheTool, labels: {}, signal }))
}

interface Inspected {
  readonly Architecture: string
  readonly Os: string
  readonly Config: Readonly<Record<string, unknown>>
}

/** What decides how a container of it runs. */
async function settingsOf(image: string): Promise<unknown> {
  const { Architecture, Os, Config } = (await askEngine('GET', `/images/${image}/json`)) as Inspected
  const { Env, Entrypoint, Cmd, WorkingDir, User, ExposedPorts, Labels } = Config
  return { Architecture, Os, Env, Entrypoint, Cmd, WorkingDir, User, ExposedPorts, Labels }
}

/** All under `/data`, by the system's own tar: one line for each entry, and the digest of what is in a file. */
async function filesOf(image: string, { times }: { readonly times: boolean }): Promise<string[]> {
  const { Id: id } = (await askEngine('POST', '/containers/create', { Image: image })) as { Id: string }
  const folder = join(await makeTemporaryFolder(), 'unpacked')
  await mkdir(folder)
  try {
    const tar = spawn('tar', ['-xp', '--same-owner', '-C', folder], { stdio: ['pipe', 'ignore', 'inherit'] })
    const path = `/containers/${id}/archive?path=/data`
    request({ socketPath: '/var/run/docker.sock', path }, (answer) => answer.pipe(tar.stdin)).end()
    expect(await once(tar, 'exit')).toEqual([0, null])
    const format = `%P %y %m %U:%G ${times ? '%T@ ' : ''}%l\\0`
    const options = { cwd: join(folder, 'data'), maxBuffer: 1 << 28 }
    const listed = await run('find', ['.', '-printf', format], options)
    const sums = await run('find', ['.', '-type', 'f', '-exec', 'sha256sum', '-z', '{}', '+'], options)
    return `${listed.stdout}${sums.stdout}`.split('\0').sort()
  } finally {
    await askEngine('DELETE', `/containers/${id}?force=1`)
  }
}

it.each(trees.map((tree, index) => ({ tree, index })))(
  'an image is the same, loaded or built, and as the tool makes it: tree $index',
  async ({ tree }) => {
    const root = join(await makeTemporaryFolder(), 'code')
    await writeOddTree(root, tree)
    const layer = await makeLayer(root)
    try {
      await load(layer)
      await build(layer)
    } finally {
      await layer.close()
    }
    const files = await filesOf(loaded, { times: true })
    expect(files.length).toBeGreaterThan(30)
    expect(files).toEqual(await filesOf(built, { times: true }))
    expect(await settingsOf(loaded)).toEqual(await settingsOf(built))
    // The tool keeps the times of the user's files, so that no two of its layers are alike, and giving files to root
    // takes their setuid bits.
    await buildAsTheTool(root)
    const withoutBits = (lines: string[]): string[] => lines.map((line) => line.replace(/ f [246](\d{3}) /, ' f $1 '))
    const ours = withoutBits(await filesOf(loaded, { times: false }))
    expect(ours).toEqual(withoutBits(await filesOf(ofTheTool, { times: false })))
  },
)
