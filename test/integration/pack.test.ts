import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PackResult } from '../../shared/model/pack.ts'
import { collect } from '../support/collect.ts'
import { runBuiltCli, type CliRun } from '../support/cli.ts'
import { readInContainer } from '../support/container-files.ts'
import { benchCode, startRealBench, type RealBench } from '../support/real-bench.ts'
import { skopeo } from '../support/skopeo.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'
import { readPushedImage, type PushedImage } from '../support/pushed-image.ts'

let bench: RealBench

beforeAll(async () => {
  bench = await startRealBench()
})
afterAll(() => bench.close())

const pack = (changes: Record<string, string | null> = {}, ...more: string[]): Promise<CliRun> =>
  runBuiltCli(['pack', ...bench.flags(changes), ...more], { folder: bench.projectFolder, variables: bench.variables })

const pushed = async (): Promise<PushedImage> => {
  const image = await readPushedImage(bench.registry, { repository: `demo/${bench.imageName}`, tag: 'uaitrain' })
  if (image === null) throw new Error('nothing was pushed')
  return image
}

const localId = async (reference: string): Promise<string | undefined> =>
  (await bench.engine.inspectImage(reference, new AbortController().signal))?.id

describe('a pack on a real engine and a real registry', () => {
  it('ends with two images, the GPU one in the registry, and the words of the tool', async () => {
    const { exitCode, output, errors } = await pack()
    expect(errors).not.toContain('error')
    expect(exitCode).toBe(0)
    const [data, results] = [join(bench.projectFolder, 'data'), join(bench.projectFolder, 'output')]
    const run = `run -it -v ${data}:/data/data -v ${results}:/data/output`
    const python =
      '/bin/bash -c "cd /data && /usr/bin/python /data/mnist.py  --work_dir=/data --data_dir=/data/data --output_dir=/data/output --log_dir=/data/output"'
    const commands = [
      'CMD Used for deploying: /data/mnist.py ',
      `CMD for CPU local test: sudo docker ${run} ${bench.cpuImage} ${python}`,
      `CMD for GPU local test: sudo nvidia-docker ${run} ${bench.gpuImage} ${python}`,
      '',
    ].join('\n')
    const end = 'You can check these cmd later in file: uaitrain_cmd.txt\n'
    expect(output).toBe(`${bench.baseGpu}\n${bench.baseCpu}\n${commands}${end}`)
    expect(await readFile(join(bench.projectFolder, 'uaitrain_cmd.txt'), 'utf8')).toBe(commands)
    expect((await readdir(bench.projectFolder)).sort()).toEqual([
      'code',
      'data',
      'output',
      'uaitrain_cmd.txt',
      'uaitrain_pack.log',
    ])
    expect((await readdir(join(bench.projectFolder, 'code'))).sort()).toEqual(['lib', 'mnist.py', 'with space.txt'])
  })

  it('has pushed the base’s layers and exactly one more, with the code under /data/ and nothing else', async () => {
    const [repository = '', tag = ''] = bench.baseGpu.replace(`${bench.registry.host}/`, '').split(':')
    const base = await readPushedImage(bench.registry, { repository, tag })
    const image = await pushed()
    expect(image.layers.slice(0, -1)).toEqual(base?.layers)
    const { names, files } = await image.readLayer(image.layers.at(-1) ?? '')
    const expected = Object.entries(benchCode).map(([path, content]): [string, string] => [`data/${path}`, content])
    expect([...names].sort()).toEqual(['data/', 'data/lib/', ...expected.map(([path]) => path)].sort())
    expect(files).toEqual(Object.fromEntries(expected))
    expect(image.config).not.toHaveProperty('config.Entrypoint', expect.arrayContaining([expect.anything()]))
  })

  it('has the same bytes in a container of either image', async () => {
    const paths = Object.keys(benchCode).map((path) => `/data/${path}`)
    for (const image of [bench.cpuImage, bench.gpuImage]) {
      expect(await readInContainer({ engine: bench.engine, image, paths })).toEqual(Object.values(benchCode))
    }
  })

  it('makes the same images of the same code, and uploads nothing', async () => {
    const before = await pushed()
    const { output, errors } = await pack({}, '--json')
    const result = PackResult.parse(JSON.parse(output))
    expect(result.images.map(({ lane, digest }) => [lane, digest])).toEqual([
      ['cpu', null],
      ['gpu', before.digest],
    ])
    expect(errors).toContain('Nothing was sent')
    expect((await pushed()).digest).toBe(before.digest)
  })

  it('pushes another image once a line has changed', async () => {
    const before = await pushed()
    const path = join(bench.projectFolder, 'code', 'mnist.py')
    await writeFile(path, 'print("changed")\n')
    expect((await pack()).exitCode).toBe(0)
    await writeFile(path, benchCode['mnist.py'])
    const after = await pushed()
    expect(after.layers.slice(0, -1)).toEqual(before.layers.slice(0, -1))
    expect(after.layers.at(-1)).not.toBe(before.layers.at(-1))
  })

  it('is what other clients take, and what the registry keeps when it clears away all that nothing refers to', async () => {
    // Images that have lost their tag to a newer one are cleared away; what is tagged stays whole.
    await bench.registry.removeDangling()
    expect(await bench.registry.findDangling()).toEqual([])
    const { digest, layers } = await pushed()
    const name = `docker://${bench.gpuImage}`
    const inspected: unknown = JSON.parse(await skopeo(bench.registry, 'inspect', name))
    expect(inspected).toMatchObject({ Digest: digest, Layers: layers, Architecture: 'amd64', Os: 'linux' })
    const folder = await makeTemporaryFolder()
    await skopeo(bench.registry, 'copy', name, `oci:${folder}/copied:uaitrain`)
    expect((await readdir(join(folder, 'copied', 'blobs', 'sha256'))).length).toBe(layers.length + 2)

    const { signal } = new AbortController()
    await bench.engine.removeImage(bench.gpuImage, signal)
    await bench.engine.removeImage(bench.baseGpu, signal)
    const { auth } = bench.registry
    for (const reference of [bench.gpuImage, bench.baseGpu]) {
      await collect(bench.engine.pullImage({ reference, auth, signal }))
    }
    const paths = ['/data/mnist.py', '/data/lib/net.py']
    const found = await readInContainer({ engine: bench.engine, image: bench.gpuImage, paths })
    expect(found).toEqual(['print("changed")\n', benchCode['lib/net.py']])
  })

  it('makes the CPU image alone for --acc_type cpu', async () => {
    const before = await pushed()
    const { exitCode, output } = await pack({ acc_type: 'cpu', base_gpu: null })
    expect(exitCode).toBe(0)
    expect(output).not.toContain('GPU')
    expect((await pushed()).digest).toBe(before.digest)
  })

  it('keeps the GPU image here for --no_push', async () => {
    const before = await pushed()
    const id = await localId(bench.gpuImage)
    const path = join(bench.projectFolder, 'code', 'mnist.py')
    await writeFile(path, 'print("not pushed")\n')
    expect((await pack({}, '--no_push')).exitCode).toBe(0)
    await writeFile(path, benchCode['mnist.py'])
    expect((await pushed()).digest).toBe(before.digest)
    expect(await localId(bench.gpuImage)).not.toBe(id)
  })

  it('leaves out what .dockerignore names, and never edits it', async () => {
    const code = join(bench.projectFolder, 'code')
    await writeFile(join(code, '.dockerignore'), '*.ckpt\n')
    await writeFile(join(code, 'big.ckpt'), 'weights')
    expect((await pack()).exitCode).toBe(0)
    expect(await readFile(join(code, '.dockerignore'), 'utf8')).toBe('*.ckpt\n')
    const image = await pushed()
    const { names } = await image.readLayer(image.layers.at(-1) ?? '')
    expect(names).toContain('data/mnist.py')
    expect(names).not.toContain('data/big.ckpt')
    await rm(join(code, '.dockerignore'))
    await rm(join(code, 'big.ckpt'))
  })

  it('packs a code folder whose path has a space, given absolutely', async () => {
    const code = join(bench.projectFolder, 'my code')
    await mkdir(code)
    await writeFile(join(code, 'train.py'), 'print(1)\n')
    await chmod(join(code, 'train.py'), 0o755)
    expect((await pack({ code_path: code, mainfile_path: 'train.py' })).exitCode).toBe(0)
    await rm(code, { recursive: true })
  })
})
