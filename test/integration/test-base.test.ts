import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRegistry } from '../../electron/adapters/registry/create-registry.ts'
import { testBase, type TestBaseOptions } from '../../electron/core/base-images/test-base.ts'
import { betterPython, type BaseFacts } from '../../shared/model/base-facts.ts'
import { runBuiltCli } from '../support/cli.ts'
import { collect } from '../support/collect.ts'
import { removeImage } from '../support/engine-images.ts'
import { createMemoryFacts } from '../support/facts-store.ts'
import { readPushedImage } from '../support/pushed-image.ts'
import { importPythonImage, libraryFile } from '../support/python-image.ts'
import { findContainersWith } from '../support/raw-engine.ts'
import { startRealBench, type RealBench } from '../support/real-bench.ts'
import { makeTar } from '../support/tar.ts'
import { thrownBy } from '../support/thrown.ts'

const { signal } = new AbortController()
const facts = createMemoryFacts()
/** As a build with CUDA is on a machine without a GPU. */
const torch = `__version__ = '2.4.0'
class version: cuda = '12.1'
class cuda:
    @staticmethod
    def get_arch_list(): return []
class _C:
    @staticmethod
    def _cuda_getArchFlags(): return 'sm_50 sm_60 sm_90 compute_90'
`

let bench: RealBench

beforeAll(async () => {
  bench = await startRealBench()
  const { engine, registry, baseCpu, baseGpu } = bench
  const files = { [await libraryFile('torch/__init__.py')]: torch, 'usr/bin/placeholder': '' }
  for (const tag of [baseCpu, baseGpu]) {
    await importPythonImage({ engine, tag, files, hasPlatformPython: false, signal })
    await collect(engine.pushImage({ reference: tag, auth: registry.auth, signal }))
  }
})
afterAll(() => bench.close())

function test(image: string, changes: Partial<TestBaseOptions> = {}): Promise<BaseFacts> {
  const { engine, registry } = bench
  const standard = { engine, registry: createRegistry(), facts, auth: registry.auth, asksRegistry: true, signal }
  return testBase(image, { ...standard, ...changes })
}

/** Makes an image with a Dockerfile, for the time of a test. */
async function withImage(dockerfile: string, use: (image: string) => Promise<void>): Promise<void> {
  const image = `${bench.registry.host}/demo/${bench.imageName}-base:v1`
  await collect(
    bench.engine.buildImage({ context: makeTar({ Dockerfile: dockerfile }), tag: image, labels: {}, signal }),
  )
  try {
    await use(image)
  } finally {
    await removeImage(image)
  }
}

describe('an image that is to be a base', () => {
  it('has its Pythons started once, with what their framework was built for', async () => {
    const found = await test(bench.baseCpu)
    expect(found).toMatchObject({ source: 'engine', state: 'missing', python: null })
    expect(found.others).toHaveLength(1)
    expect(found.others[0]).toMatchObject({
      path: '/bin/python3',
      version: expect.stringMatching(/^3\.\d+\.\d+$/) as string,
      frameworks: [{ name: 'torch', version: '2.4.0' }],
      cuda: '12.1',
      architectures: ['sm_50', 'sm_60', 'sm_90', 'compute_90'],
    })
    expect(await findContainersWith(bench.baseCpu)).toEqual([])
    const count = facts.all.length
    expect(await test(bench.baseCpu)).toEqual(found)
    expect(facts.all).toHaveLength(count)
  })

  it('is broken where what is at /usr/bin/python does not start, and wrong where another has the framework', async () => {
    await withImage(`FROM ${bench.baseCpu}\nRUN ln -s /etc/identity /usr/bin/python`, async (image) => {
      expect((await test(image)).state).toBe('missing')
    })
    const broken = `FROM ${bench.baseCpu}\nRUN ln -s /bin/rm /usr/bin/python`
    await withImage(broken, async (image) => {
      const found = await test(image)
      expect(found).toMatchObject({ state: 'broken', python: null })
      expect(betterPython(found)?.path).toBe('/bin/python3')
    })
  })

  it('is not waited for, and can be cancelled', async () => {
    const endless = `FROM ${bench.baseCpu}\nRUN ln -s /bin/sleep /usr/bin/python\nENTRYPOINT []\n`
    await withImage(endless, async (image) => {
      const before = facts.all.length
      // Each Python that is no Python ends at once: the limit is what ends it here.
      expect((await test(image, { limitMs: 1 })).state).toBe('late')
      expect(facts.all).toHaveLength(before)
      expect(await thrownBy(test(image, { signal: AbortSignal.timeout(1) }))).toMatchObject({ code: 'cancelled' })
      await bench.engine.settle()
      expect(await findContainersWith(image)).toEqual([])
    })
  })

  it('is told by its description in the registry, and not pulled', async () => {
    const environment = 'PYTORCH_VERSION=2.5.0 CUDA_VERSION=12.5.0 TORCH_CUDA_ARCH_LIST="7.0 9.0+PTX"'
    await withImage(`FROM ${bench.baseCpu}\nENV ${environment}\n`, async (image) => {
      const { engine, registry } = bench
      await collect(engine.pushImage({ reference: image, auth: registry.auth, signal }))
      await removeImage(image)
      expect(await thrownBy(test(image, { asksRegistry: false }))).toMatchObject({ code: 'image-missing' })
      expect(await test(image)).toMatchObject({
        source: 'registry',
        state: 'unknown',
        python: {
          version: '',
          frameworks: [{ name: 'torch', version: '2.5.0' }],
          cuda: '12.5.0',
          architectures: ['sm_70', 'sm_90', 'compute_90'],
        },
      })
      expect(await engine.inspectImage(image, signal)).toBeNull()
    })
    const nowhere = `${bench.registry.host}/demo/nowhere:v1`
    expect(await thrownBy(test(nowhere))).toMatchObject({ code: 'base-not-found', details: { image: nowhere } })
  })
})

it('gets the link that it lacks, as a layer of both images that are packed', async () => {
  const { engine, registry, projectFolder, secrets, cpuImage, gpuImage, imageName } = bench
  const link = betterPython(await test(bench.baseCpu))?.path ?? ''
  const words = ['pack', ...bench.flags({ python_link: link })]
  const { exitCode, errors } = await runBuiltCli(words, { folder: projectFolder, variables: secrets })
  expect(errors).not.toContain('error')
  expect(exitCode).toBe(0)
  for (const image of [cpuImage, gpuImage]) {
    expect(await test(image)).toMatchObject({ state: 'fine', python: { frameworks: [{ name: 'torch' }] } })
  }
  const pushed = await readPushedImage(registry, { repository: `demo/${imageName}`, tag: 'uaitrain' })
  const base = await engine.inspectImage(bench.baseGpu, signal)
  expect(pushed?.layers).toHaveLength((base?.layers.length ?? 0) + 2)
  const { names } = (await pushed?.readLayer(pushed.layers.at(-2) ?? '')) ?? { names: [] }
  expect(names).toContain('usr/bin/python')
})
