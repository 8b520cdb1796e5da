import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../shared/errors.ts'
import { untilCancelled } from '../../../support/fake-engine.ts'
import { cpuBase, cpuImage, gpuBase, gpuImage, makePackBench } from '../../../support/pack-bench.ts'
import type { PackBench } from '../../../support/pack-bench.ts'
import { writeFiles } from '../../../support/temporary-folder.ts'

async function makeDirectBench(): Promise<PackBench> {
  const bench = await makePackBench()
  bench.publishBases()
  return bench
}

/** Both bases are here, as the registry has them. */
async function makeFullBench(): Promise<PackBench> {
  const bench = await makeDirectBench()
  for (const base of [cpuBase, gpuBase]) {
    const digest = bench.registry.images.get(base)?.digest ?? ''
    bench.engine.addImage(base, { repoDigests: [`${base.split(':')[0] ?? ''}@${digest}`] })
  }
  return bench
}

describe('a pack whose bases are in the registry', () => {
  it('neither builds nor pushes: it loads the layer and publishes it', async () => {
    const bench = await makeFullBench()
    const result = await bench.run(bench.plan())
    for (const operation of ['buildImage', 'pushImage', 'pullImage'] as const) {
      expect(bench.engine.operations(operation)).toEqual([])
    }
    expect(bench.engine.operations('loadImage').sort()).toEqual([cpuImage, gpuImage])
    const published = bench.registry.images.get(gpuImage)
    expect(result.images.map(({ lane, id, digest, isLocal }) => [lane, id, digest, isLocal])).toEqual([
      ['cpu', bench.engine.find(cpuImage)?.id, null, true],
      ['gpu', published?.config.digest, published?.digest, true],
    ])
    expect(result.transfer).toMatchObject({ way: 'direct', existed: false })
    expect(result.transfer?.blobs.map(({ how }) => how)).toEqual(['uploaded', 'mounted', 'uploaded'])
    expect(bench.notes()).toContain('push-plan')
  })

  it('gives both images the very same layer, labels of their own, and all else of their base', async () => {
    const bench = await makeFullBench()
    await bench.run(bench.plan())
    const layers = [cpuImage, gpuImage].map((tag) => bench.engine.layers.get(tag))
    expect(layers[0]?.equals(layers[1] ?? Buffer.alloc(0))).toBe(true)
    expect(gunzipSync(layers[0] ?? Buffer.alloc(0)).includes('data/mnist.py')).toBe(true)
    const bytes = bench.registry.images.get(gpuImage)?.config.bytes ?? Buffer.alloc(0)
    expect(JSON.parse(Buffer.from(bytes).toString('utf8'))).toMatchObject({
      created: '2020-01-01T00:00:00Z',
      config: { Env: ['gpu'], Labels: { 'cn.ucloud.uai-train-packer.lane': 'gpu' } },
      rootfs: { diff_ids: ['sha256:base', bench.engine.find(gpuImage)?.layers[1]] },
    })
  })

  it('recognises that nothing has changed', async () => {
    const bench = await makeFullBench()
    const first = await bench.run(bench.plan())
    const second = await bench.run(bench.plan())
    expect(second.images).toEqual(first.images)
    expect(second.transfer?.existed).toBe(true)
    expect(bench.notes()).toContain('already-there')
    expect(bench.stages().slice(-20)).toEqual(expect.arrayContaining(['layer shared skipped', 'push gpu skipped']))
  })

  it('reads each base once and nothing more of it, while the engine logs in', async () => {
    const bench = await makeFullBench()
    const readByLogin: string[][] = []
    bench.engine.behave = ({ operation }) => {
      if (operation === 'checkAuth') readByLogin.push([...bench.registry.read])
      return Promise.resolve()
    }
    await bench.run(bench.plan())
    expect(readByLogin).toEqual([[cpuBase, gpuBase]])
    expect(bench.registry.read).toEqual([cpuBase, gpuBase])
    expect(bench.registry.looked).toEqual([])
  })

  it('publishes without the GPU base, which is pulled after the commands are written', async () => {
    const bench = await makeDirectBench()
    const result = await bench.run(bench.plan())
    const stages = bench.stages()
    expect(stages.indexOf('pull gpu started')).toBeGreaterThan(stages.indexOf('write shared done'))
    expect(stages.indexOf('push gpu done')).toBeLessThan(stages.indexOf('write shared started'))
    expect(result.images[1]).toMatchObject({ isLocal: true, id: bench.engine.find(gpuImage)?.id })
  })

  it('has succeeded even if the GPU base cannot be pulled', async () => {
    const bench = await makeDirectBench()
    bench.engine.behave = ({ operation, subject }) =>
      operation === 'pullImage' && subject === gpuBase
        ? Promise.reject(new AppError('pull-failed', { image: gpuBase, words: 'no space left' }))
        : Promise.resolve()
    const result = await bench.run(bench.plan())
    expect(result.images[1]).toMatchObject({ isLocal: false, digest: bench.registry.images.get(gpuImage)?.digest })
    expect(bench.notes()).toContain('gpu-not-kept')
    expect(await bench.written()).toEqual(['uaitrain_cmd.txt', 'uaitrain_pack.log'])
  })

  it('has succeeded even if it is cancelled while the GPU base is pulled', async () => {
    const bench = await makeDirectBench()
    bench.engine.behave = ({ operation, subject }, signal) => {
      if (operation !== 'pullImage' || subject !== gpuBase) return Promise.resolve()
      bench.stop.abort()
      return untilCancelled(signal)
    }
    expect((await bench.run(bench.plan())).images[1]).toMatchObject({ isLocal: false })
    expect(await bench.written()).toEqual(['uaitrain_cmd.txt', 'uaitrain_pack.log'])
  })

  it('never pulls the GPU base when the image is not to be kept, and takes the name from an older one', async () => {
    const bench = await makeFullBench()
    await bench.run(bench.plan())
    bench.engine.forget(gpuBase)
    await writeFiles(bench.folder, { 'code/mnist.py': 'print(2)' })
    const result = await bench.run(bench.plan({ keepGpuImage: false }))
    expect(bench.engine.operations('pullImage')).toEqual([])
    expect(bench.engine.find(gpuImage)).toBeNull()
    expect(result.images[1]).toMatchObject({ isLocal: false, id: bench.registry.images.get(gpuImage)?.config.digest })
    expect(bench.notes().filter((code) => code === 'old-image-removed')).toHaveLength(2)
  })

  it('builds where the engine takes no layer, and publishes all the same', async () => {
    const bench = await makeFullBench()
    bench.engine.takesLayers = false
    const result = await bench.run(bench.plan())
    expect(bench.engine.operations('buildImage').sort()).toEqual([cpuImage, gpuImage])
    expect(bench.engine.operations('pushImage')).toEqual([])
    expect(result.transfer?.way).toBe('direct')
  })

  it('copies the base’s layers where the registry refuses to mount them', async () => {
    const bench = await makeFullBench()
    bench.registry.refusesMounts = true
    const result = await bench.run(bench.plan())
    expect(result.transfer?.blobs.map(({ how }) => how)).toEqual(['uploaded', 'copied', 'uploaded'])
  })
})

describe('a base in another registry', () => {
  const own = { kind: 'own', cpuImage: cpuBase, gpuImage: 'other.example/gpu:1' } as const

  it('is pulled, and pushed by the engine, when the image is to be kept', async () => {
    const bench = await makeFullBench()
    const result = await bench.run(bench.plan({ base: own }))
    expect(bench.engine.operations('pushImage')).toEqual([gpuImage])
    expect(result.transfer?.way).toBe('engine')
  })

  it('is copied when it is not', async () => {
    const bench = await makeFullBench()
    bench.registry.addImage(own.gpuImage, { config: {}, rootfs: { diff_ids: ['sha256:other'] } }, [
      Buffer.from('other'),
    ])
    const result = await bench.run(bench.plan({ base: own, keepGpuImage: false }))
    expect(bench.engine.operations('pullImage')).toEqual([])
    expect(result.transfer?.blobs.map(({ how }) => how)).toEqual(['uploaded', 'copied', 'uploaded'])
  })
})

describe('a direct pack that fails', () => {
  it('publishes nothing when the CPU image cannot be made', async () => {
    const bench = await makeFullBench()
    bench.engine.behave = ({ operation, subject }) =>
      operation === 'loadImage' && subject === cpuImage
        ? Promise.reject(new AppError('engine-stream-cut', { operation: 'load' }))
        : Promise.resolve()
    expect(await bench.failure(bench.plan())).toMatchObject({ code: 'engine-stream-cut' })
    expect(bench.registry.published).toEqual([])
    expect(bench.engine.find(gpuImage)).toBeNull()
  })

  it('has the former images back when the registry refuses', async () => {
    const bench = await makeFullBench()
    await bench.run(bench.plan())
    const former = [bench.engine.find(cpuImage)?.id, bench.engine.find(gpuImage)?.id]
    await writeFiles(bench.folder, { 'code/mnist.py': 'print(2)', 'uaitrain_cmd.txt': 'old' })
    const refusal = new AppError('registry-refused', { host: 'uhub.ucloud.cn', status: 507, words: 'full' })
    bench.registry.publishImage = ({ ready }) => failing(refusal, ready)
    expect(await bench.failure(bench.plan())).toMatchObject({ code: 'registry-refused' })
    expect([bench.engine.find(cpuImage)?.id, bench.engine.find(gpuImage)?.id]).toEqual(former)
    expect(await bench.written()).toContain('uaitrain_cmd.previous.txt')
  })

  it.each(['loadImage', 'inspectImage'] as const)('is as before when it is cancelled during %s', async (operation) => {
    const bench = await makeFullBench()
    await bench.run(bench.plan())
    const before = { images: structuredClone(bench.engine.images), files: await bench.written() }
    await writeFiles(bench.folder, { 'code/mnist.py': 'print(2)' })
    bench.engine.behave = (call, signal) => {
      if (call.operation !== operation || bench.stop.signal.aborted) return Promise.resolve()
      setTimeout(() => bench.stop.abort(), 5)
      return untilCancelled(signal)
    }
    expect(await bench.failure(bench.plan())).toMatchObject({ code: 'cancelled' })
    const byId = (images: readonly { id: string }[]): unknown[] => [...images].sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(byId(bench.engine.images)).toEqual(byId(before.images))
    expect(bench.registry.published).toHaveLength(1)
    expect(await bench.written()).toEqual(before.files)
  })
})

async function* failing(error: Error, ready?: () => Promise<void>): AsyncGenerator<never, never> {
  await ready?.()
  throw error
}
