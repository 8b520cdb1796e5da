import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import { createRegistry } from '../../electron/adapters/registry/create-registry.ts'
import { createUcloudApi } from '../../electron/adapters/ucloud/client.ts'
import type { JobActivity } from '../../electron/core/jobs/activity.ts'
import { createLayerMaker } from '../../electron/core/layer/create-layer-maker.ts'
import { planPack } from '../../electron/core/pack/plan.ts'
import { runPack } from '../../electron/core/pack/run-pack.ts'
import type { LocalImage } from '../../electron/core/ports/engine.ts'
import type { PackResult } from '../../shared/model/pack.ts'
import { collect } from '../support/collect.ts'
import { readInContainer } from '../support/container-files.ts'
import { removeImage } from '../support/engine-images.ts'
import { startNewerEngine } from '../support/newer-engine.ts'
import type { NewerEngine } from '../support/newer-engine.ts'
import { startTestRegistry } from '../support/registry-server.ts'
import type { TestRegistry } from '../support/registry-server.ts'
import { importRunnerImage } from '../support/runner-image.ts'
import { samplePackRequest, sampleProjectSettings } from '../support/samples.ts'
import { makeTemporaryFolder, writeFiles } from '../support/temporary-folder.ts'

const { signal } = new AbortController()
let server: TestRegistry
let newer: NewerEngine
let engine: ReturnType<typeof createDockerEngine>

const baseName = (kind: 'cpu' | 'gpu'): string => `${server.host}/uaishare/base-${kind}:v1`

beforeAll(async () => {
  server = await startTestRegistry()
  // The bases come from elsewhere, as they do in life.
  const other = createDockerEngine()
  for (const tag of [baseName('cpu'), baseName('gpu')]) {
    await importRunnerImage({ engine: other, tag, mainFile: '', signal })
    await collect(other.pushImage({ reference: tag, auth: server.auth, signal }))
    await removeImage(tag)
  }
  newer = await startNewerEngine(server.port)
  engine = createDockerEngine({ host: newer.address })
}, 600_000)

afterAll(async () => {
  await newer.remove()
  await server.stop()
})

async function pack(folder: string): Promise<{ items: JobActivity[]; result: PackResult }> {
  const project = sampleProjectSettings({
    codePath: join(folder, 'code'),
    base: { kind: 'own', cpuImage: baseName('cpu'), gpuImage: baseName('gpu') },
    imageName: 'in-the-store',
  })
  const { host, username, password } = server.auth
  const files = createNodeFiles()
  return collect(
    runPack(planPack(samplePackRequest({ project, uhubHost: host, uhubUsername: username })), {
      engine,
      registry: createRegistry(),
      layers: createLayerMaker({ folder: join(folder, 'layers') }),
      ucloud: createUcloudApi(),
      secrets: { privateKey: null, uhubPassword: password },
      files,
      clock: { now: () => Date.now() },
      baseImageCache: new Map(),
      redact: (text) => text,
      signal,
    }),
  )
}

async function imageOf(name: string): Promise<LocalImage> {
  const image = await engine.inspectImage(name, signal)
  if (image === null) throw new Error(`there is no ${name}`)
  return image
}

describe('an engine that keeps images in containerd’s store', () => {
  it('gets both images without a build, again after a change, and nothing when nothing has changed', async () => {
    expect(await engine.health(signal)).toMatchObject({ storageDriver: 'overlayfs' })
    const folder = await makeTemporaryFolder()
    await writeFiles(join(folder, 'code'), { 'mnist.py': 'first\n', 'lib/网络.py': 'LAYERS = 3\n' })

    const first = await pack(folder)
    expect(first.items.filter(({ type }) => type === 'log').map((item) => JSON.stringify(item))).not.toContainEqual(
      expect.stringMatching(/builds instead|Step 1/),
    )
    expect(first.result.transfer?.blobs.map(({ how }) => how)).toEqual(['uploaded', 'mounted', 'uploaded'])
    for (const { name, lane, id, digest, isLocal } of first.result.images) {
      expect(isLocal).toBe(true)
      const image = await imageOf(name)
      const base = await imageOf(baseName(lane))
      expect(image.layers.slice(0, -1)).toEqual(base.layers)
      expect(image.id).toBe(id)
      // The engine knows an image by its manifest here, and the registry has the very same.
      if (lane === 'gpu') expect(id).toBe(digest)
      const paths = ['/data/mnist.py', '/data/lib/网络.py']
      expect(await readInContainer({ engine, image: name, paths })).toEqual(['first\n', 'LAYERS = 3\n'])
    }

    await writeFile(join(folder, 'code', 'mnist.py'), 'second\n')
    const second = await pack(folder)
    for (const { name } of second.result.images) {
      expect(await readInContainer({ engine, image: name, paths: ['/data/mnist.py'] })).toEqual(['second\n'])
    }
    for (const { id } of first.result.images) expect(await engine.inspectImage(id, signal)).toBeNull()

    const third = await pack(folder)
    expect(third.result.transfer).toMatchObject({ existed: true })
    expect(third.result.images).toEqual(second.result.images)
  })
})
