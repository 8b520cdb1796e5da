import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runPack } from '../../../../electron/core/pack/run-pack.ts'
import { Later } from '../../../../electron/core/async/later.ts'
import { AppError } from '../../../../shared/errors.ts'
import { cpuBase, cpuImage, gpuBase, gpuImage, makePackBench } from '../../../support/pack-bench.ts'
import { writeFiles } from '../../../support/temporary-folder.ts'

describe('a pack that succeeds', () => {
  it('goes through its stages and returns both images', async () => {
    const bench = await makePackBench()
    const plan = bench.plan()
    const result = await bench.run(plan)
    const ends = bench.stages().filter((stage) => !stage.endsWith('started'))
    expect(ends.slice(0, 2)).toEqual(['check shared done', 'scan shared done'])
    expect(ends.indexOf('resolve shared done')).toBeLessThan(ends.indexOf('login shared done'))
    expect(ends.slice(2, 9).sort()).toEqual([
      'build cpu done',
      'build gpu done',
      'layer shared done',
      'login shared done',
      'pull cpu done',
      'pull gpu done',
      'resolve shared done',
    ])
    expect(ends.slice(9)).toEqual(['push gpu done', 'write shared done'])
    expect(result.images).toEqual([
      {
        lane: 'cpu',
        name: cpuImage,
        id: bench.engine.find(cpuImage)?.id,
        digest: null,
        sizeBytes: 1000,
        isLocal: true,
      },
      {
        lane: 'gpu',
        name: gpuImage,
        id: bench.engine.find(gpuImage)?.id,
        digest: `sha256:${'d'.repeat(64)}`,
        sizeBytes: 1000,
        isLocal: true,
      },
    ])
    expect(result).toMatchObject({ fileCount: 1, codeBytes: 7, baseImages: { cpu: cpuBase, gpu: gpuBase } })
    expect(bench.engine.operations('pushImage')).toEqual([gpuImage])
    expect(await bench.written()).toEqual(['uaitrain_cmd.txt', 'uaitrain_pack.log'])
    expect(await readdir(plan.codePath)).toEqual(['mnist.py'])
  })

  it('pushes the image it has built, whatever its name stands for by then', async () => {
    const bench = await makePackBench()
    const { engine } = bench
    const other = engine.addImage('other:1')
    const pushed: unknown[] = []
    engine.behave = ({ operation, subject }) => {
      if (operation === 'pushImage') pushed.push(engine.find(subject)?.id)
      return Promise.resolve()
    }
    const pack = runPack(bench.plan(), bench.dependencies())
    let step = await pack.next()
    while (step.done !== true) {
      const activity = step.value
      const isPushing = activity.type === 'stage' && activity.stage === 'push' && activity.state === 'started'
      if (isPushing) await engine.tagImage(other.id, gpuImage, bench.stop.signal)
      step = await pack.next()
    }
    expect(pushed).toEqual([step.value.images.find(({ lane }) => lane === 'gpu')?.id])
    expect(pushed).not.toEqual([other.id])
  })

  it('works on both images at once', async () => {
    const bench = await makePackBench()
    bench.engine.behave = () => new Promise((resolve) => setTimeout(resolve, 5))
    await bench.run(bench.plan())
    expect(bench.engine.mostAtOnce.get('pullImage')).toBe(2)
    expect(bench.engine.mostAtOnce.get('buildImage')).toBe(2)
  })

  it('shows its password to the account’s registry only', async () => {
    const bench = await makePackBench()
    await bench.run(bench.plan({ base: { kind: 'own', cpuImage: 'python:3', gpuImage: gpuBase } }))
    expect(bench.engine.auths.filter((auth) => auth === null)).toHaveLength(1)
    expect(new Set(bench.engine.auths.map((auth) => auth?.host))).toEqual(new Set(['uhub.ucloud.cn', undefined]))
  })

  it('writes no secret into its log', async () => {
    const bench = await makePackBench()
    bench.engine.behave = ({ operation, subject }) =>
      operation === 'pushImage'
        ? Promise.reject(new AppError('push-refused', { image: subject, words: 'password-canary' }))
        : Promise.resolve()
    await bench.failure(bench.plan())
    const log = await readFile(join(bench.folder, 'uaitrain_pack.log'), 'utf8')
    expect(log).toContain('failed: ***')
    expect(log).toContain(`Step 1/2 of ${cpuImage}`)
    expect(log).not.toMatch(/canary/)
  })

  it('makes only the CPU image when that is all that is wanted', async () => {
    const bench = await makePackBench()
    const result = await bench.run(bench.plan({ acceleratorType: 'cpu' }))
    expect(result.images.map(({ name }) => name)).toEqual([cpuImage])
    expect(bench.stages().join()).not.toContain('gpu')
    expect(bench.engine.operations('pushImage')).toEqual([])
  })

  it('needs no password when it does not push', async () => {
    const bench = await makePackBench()
    bench.secrets = { privateKey: 'private-canary', uhubPassword: null }
    const result = await bench.run(bench.plan({}, { push: false }))
    expect(result.images.map(({ digest }) => digest)).toEqual([null, null])
    expect(bench.stages()).toEqual(expect.arrayContaining(['login shared skipped', 'push gpu skipped']))
    expect(bench.notes()).toEqual(['not-pushed'])
  })

  it('tells what is ignored, and what the mounts hide', async () => {
    const bench = await makePackBench({ 'mnist.py': '', '.dockerignore': '*.bin', 'a.bin': '1', 'data/x': '' })
    await bench.run(bench.plan())
    expect(bench.notes()).toEqual(['files-ignored', 'mount-hides', 'push-plan'])
  })

  it('does the same work twice with nothing new, and says that nothing was sent', async () => {
    const bench = await makePackBench()
    const first = await bench.run(bench.plan())
    bench.engine.pushExisted = true
    const second = await bench.run(bench.plan())
    expect(second.images).toEqual(first.images)
    expect(bench.notes()).toContain('already-pushed')
    expect(bench.engine.operations('removeImage')).toEqual([])
  })

  it('builds the same context for both, but for the base', async () => {
    const bench = await makePackBench()
    await bench.run(bench.plan())
    const contexts = [cpuImage, gpuImage].map((tag) => bench.engine.contexts.get(tag)?.toString('latin1') ?? '')
    expect(contexts[0]).toContain(`FROM ${cpuBase}\n`)
    expect(contexts[1]).toContain(`FROM ${gpuBase}\n`)
    const [one, other] = contexts.map((context) => context.slice(context.indexOf('code.tar.gz\0')))
    expect(one?.length).toBeGreaterThan(1024)
    expect(one).toBe(other)
  })
})

describe('a base image that is here', () => {
  const digest = `sha256:${'1'.repeat(64)}`

  it('is not pulled again when the registry has the same', async () => {
    const bench = await makePackBench()
    bench.engine.addImage(cpuBase, { repoDigests: [`uhub.ucloud.cn/uaishare/cpu_base@${digest}`] })
    bench.registry.digests.set(cpuBase, digest)
    await bench.run(bench.plan())
    expect(bench.engine.operations('pullImage')).toEqual([gpuBase])
    expect(bench.notes().sort()).toEqual(['base-present', 'push-plan'])
    expect(bench.stages()).toContain('pull cpu skipped')
  })

  it('is pulled when the registry has another', async () => {
    const bench = await makePackBench()
    bench.engine.addImage(cpuBase, { repoDigests: [`uhub.ucloud.cn/uaishare/cpu_base@sha256:${'2'.repeat(64)}`] })
    bench.registry.digests.set(cpuBase, digest)
    await bench.run(bench.plan())
    expect(bench.engine.operations('pullImage').sort()).toEqual([cpuBase, gpuBase])
  })

  it.each([
    ['does not know it', null, 2],
    ['cannot be reached', new AppError('registry-unreachable', { host: 'docker.io', words: 'ENOTFOUND' }), 0],
  ])('is used as it is when the registry %s', async (_, failure, timesAskedAgain) => {
    const bench = await makePackBench()
    bench.engine.addImage('mine:1')
    bench.registry.failure = failure
    await bench.run(bench.plan({ base: { kind: 'own', cpuImage: 'mine:1', gpuImage: 'mine:1' } }))
    expect(bench.engine.operations('pullImage')).toEqual([])
    expect(bench.notes().sort()).toEqual(['base-unchecked', 'base-unchecked', 'push-plan'])
    expect(bench.registry.looked).toHaveLength(timesAskedAgain)
  })
})

describe('the image formerly under a tag', () => {
  it('is removed when a pack had made it', async () => {
    const bench = await makePackBench()
    await bench.run(bench.plan())
    await writeFiles(bench.folder, { 'code/mnist.py': 'print(2)' })
    await bench.run(bench.plan())
    expect(bench.notes().filter((code) => code.startsWith('old'))).toEqual(['old-image-removed', 'old-image-removed'])
    expect(bench.engine.images.filter(({ repoTags }) => repoTags.length === 0)).toEqual([])
  })

  it('is left to the engine when it takes its time', async () => {
    const bench = await makePackBench()
    await bench.run(bench.plan())
    await writeFiles(bench.folder, { 'code/mnist.py': 'print(2)' })
    const removal = new Later<undefined>()
    bench.engine.behave = ({ operation }) =>
      operation === 'removeImage' ? removal.wait(new AbortController().signal) : Promise.resolve()
    await bench.run(bench.plan())
    expect(bench.notes().filter((code) => code.startsWith('old'))).toEqual(['old-image-going', 'old-image-going'])
    removal.set(undefined)
    await expect.poll(() => bench.engine.images.filter(({ repoTags }) => repoTags.length === 0)).toEqual([])
  })

  it('is kept when somebody has committed on top of it', async () => {
    const bench = await makePackBench()
    await bench.run(bench.plan())
    const packed = bench.engine.find(cpuImage)
    bench.engine.images.splice(
      bench.engine.images.findIndex(({ id }) => id === packed?.id),
      1,
    )
    const committed = bench.engine.addImage(cpuImage, { labels: packed?.labels ?? {}, layers: ['1', '2', '3'] })
    await writeFiles(bench.folder, { 'code/mnist.py': 'print(2)' })
    await bench.run(bench.plan())
    expect(bench.notes()).toContain('old-image-kept')
    expect(bench.engine.find(committed.id)).not.toBeNull()
  })

  it('is kept when it is in use', async () => {
    const bench = await makePackBench()
    await bench.run(bench.plan())
    await writeFiles(bench.folder, { 'code/mnist.py': 'print(2)' })
    bench.engine.behave = ({ operation }) =>
      operation === 'removeImage'
        ? Promise.reject(new AppError('engine-refused', { operation, status: 409, words: 'in use' }))
        : Promise.resolve()
    await bench.run(bench.plan())
    expect(bench.notes().filter((code) => code.startsWith('old'))).toEqual(['old-image-kept', 'old-image-kept'])
  })
})
