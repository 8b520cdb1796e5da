import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Combination } from '../../shared/model/base-image.ts'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { startCloudService } from '../../electron/adapters/sandbox/cloud-service.ts'
import { findCombination, type SupportedCombination } from '../../shared/uaitrain/combinations.ts'
import { collect } from './collect.ts'
import { inspectImage, removeImagesOn } from './engine-images.ts'
import { findFreePort } from './ports.ts'
import { startTestRegistry } from './registry-server.ts'
import type { TestRegistry } from './registry-server.ts'
import { writeFiles } from './temporary-folder.ts'
import { importRunnerImage } from './runner-image.ts'

/** A registry with two base images in it, and a project to pack: everything a pack meets, and real. */
export interface RealBench {
  readonly registry: TestRegistry
  readonly engine: ReturnType<typeof createDockerEngine>
  readonly baseCpu: string
  readonly baseGpu: string
  /** Unlike any other, so that benches do not meet. */
  readonly imageName: string
  readonly cpuImage: string
  readonly gpuImage: string
  readonly projectFolder: string
  /** Flags of a pack that works, secrets left out; null leaves one out. */
  flags(changes?: Readonly<Record<string, string | null>>): string[]
  readonly secrets: { readonly UAI_UHUB_PASSWORD: string; readonly UAI_PRIVATE_KEY: string }
  /** Of the command line's environment: the secrets, and where it keeps what it has packed. */
  readonly variables: RealBench['secrets'] & { readonly UAI_DATA_FOLDER: string }
  /** A stand-in for the UCloud API that knows the keys and the base images, unless it is to know none. */
  startService(options?: { knowsImages: boolean }): Promise<{ url: string; close(): Promise<void> }>
  /** Flags of a pack that asks a service for its base images. */
  serviceFlags(url: string, changes?: Readonly<Record<string, string | null>>): string[]
  close(): Promise<void>
}

/** What the tool's document packs, in small. */
export const benchCode = {
  'mnist.py': 'import sys\nprint(" ".join(sys.argv[1:]))\n',
  'lib/net.py': '# 网络\nLAYERS = 3\n',
  'lib/empty.txt': '',
  'with space.txt': 'a b\n',
}

/** The tool's default one: its base images have the names that the service gives them. */
const combination = servedCombination({ aiFramework: 'pytorch-0.2.0', os: 'ubuntu-14.04.05', python: 'python-2.7.6' })
const keys = { publicKey: 'bench-public-key', privateKey: 'bench-private-key' } as const

function servedCombination(wanted: Combination): SupportedCombination {
  const found = findCombination(wanted)
  if (found === null) throw new Error(`no base images for ${wanted.aiFramework}`)
  return found
}

export async function startRealBench(): Promise<RealBench> {
  const registry = await startTestRegistry()
  const engine = createDockerEngine()
  const { signal } = new AbortController()
  const imageName = `bench-${randomBytes(4).toString('hex')}`
  const parent = await mkdtemp(join(tmpdir(), 'uai-real-bench-'))
  const projectFolder = join(parent, 'project')
  await writeFiles(join(projectFolder, 'code'), benchCode)
  await writeFiles(join(projectFolder, 'data'), { 'sample.txt': 'not for the image\n' })
  await mkdir(join(projectFolder, 'output'))

  const baseCpu = `${registry.host}/${combination.baseImages.cpu}`
  const baseGpu = `${registry.host}/${combination.baseImages.gpu}`
  const layers: string[] = []
  for (const reference of [baseCpu, baseGpu]) {
    await importRunnerImage({ engine, tag: reference, mainFile: '', signal })
    layers.push(...((await inspectImage(reference))?.layers ?? []))
    await collect(engine.pushImage({ reference, auth: registry.auth, signal }))
  }
  const [cpuImage, gpuImage] = [`${imageName}-cpu:uaitrain`, `${registry.host}/demo/${imageName}:uaitrain`]
  const standard: Record<string, string> = {
    code_path: './code/',
    mainfile_path: 'mnist.py',
    uhub_username: registry.auth.username,
    uhub_registry: 'demo',
    uhub_imagename: imageName,
    test_data_path: join(projectFolder, 'data'),
    test_output_path: join(projectFolder, 'output'),
    uhub_host: registry.host,
    base_cpu: baseCpu,
    base_gpu: baseGpu,
  }
  const flags = (changes: Readonly<Record<string, string | null>> = {}): string[] =>
    Object.entries({ ...standard, ...changes }).flatMap(([name, value]) =>
      value === null ? [] : [`--${name}=${value}`],
    )
  const secrets = { UAI_UHUB_PASSWORD: registry.auth.password, UAI_PRIVATE_KEY: keys.privateKey }
  return {
    registry,
    engine,
    baseCpu,
    baseGpu,
    imageName,
    cpuImage,
    gpuImage,
    projectFolder,
    secrets,
    variables: { ...secrets, UAI_DATA_FOLDER: join(parent, 'data') },
    flags,
    serviceFlags: (url, changes = {}) =>
      flags({
        base_cpu: null,
        base_gpu: null,
        api_url: url,
        public_key: keys.publicKey,
        ai_arch_v: combination.aiFramework,
        ...changes,
      }),
    startService: async ({ knowsImages } = { knowsImages: true }) => {
      const port = await findFreePort()
      const { aiFramework, os, python } = combination
      const served = [
        { aiFramework, os, python, accelerator: 'cpu', image: baseCpu },
        { aiFramework, os, python, accelerator: 'gpu', image: baseGpu },
      ] as const
      const service = await startCloudService({
        ...keys,
        instance: imageName,
        port,
        baseImages: knowsImages ? served : [],
      })
      return { url: `http://127.0.0.1:${port}`, close: () => service.close() }
    },
    close: async () => {
      // A test may have put other images in the place of the bases.
      for (const image of [baseCpu, baseGpu]) layers.push(...((await inspectImage(image))?.layers ?? []))
      await removeImagesOn(layers)
      await engine.settle()
      await registry.stop()
      await rm(parent, { recursive: true, force: true })
    },
  }
}
