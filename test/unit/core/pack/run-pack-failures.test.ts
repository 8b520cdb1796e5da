import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JobActivity } from '../../../../electron/core/jobs/activity.ts'
import { runPack } from '../../../../electron/core/pack/run-pack.ts'
import { AppError } from '../../../../shared/errors.ts'
import type { ErrorData } from '../../../../shared/errors.ts'
import { untilCancelled } from '../../../support/fake-engine.ts'
import type { FakeEngine, FakeOperation } from '../../../support/fake-engine.ts'
import { refusal } from '../../../support/fake-ucloud.ts'
import { cpuBase, cpuImage, gpuBase, gpuImage, makePackBench } from '../../../support/pack-bench.ts'
import type { PackBench } from '../../../support/pack-bench.ts'
import { writeFiles } from '../../../support/temporary-folder.ts'

describe('a pack that fails', () => {
  const failing = (operation: FakeOperation, error: AppError, subject?: string): FakeEngine['behave'] => {
    return (call, signal) => {
      if (call.operation === operation && (subject === undefined || call.subject === subject))
        return Promise.reject(error)
      // The other lane is kept busy, so that only being aborted ends it.
      return call.operation === operation ? untilCancelled(signal) : Promise.resolve()
    }
  }

  it.each<[FakeOperation, string, string | undefined, ErrorData]>([
    ['health', 'check shared', undefined, { code: 'engine-stopped', details: { address: 'a', words: 'w' } }],
    [
      'checkAuth',
      'login shared',
      undefined,
      { code: 'registry-login-refused', details: { host: 'h', username: 'u', words: 'w' } },
    ],
    ['pullImage', 'pull gpu', gpuBase, { code: 'pull-failed', details: { image: gpuBase, words: 'w' } }],
    ['pullImage', 'pull cpu', cpuBase, { code: 'base-not-found', details: { image: cpuBase, words: 'w' } }],
    ['buildImage', 'build cpu', cpuImage, { code: 'build-failed', details: { image: cpuImage, words: 'w' } }],
    ['buildImage', 'build gpu', gpuImage, { code: 'engine-stream-cut', details: { operation: 'build' } }],
    ['pushImage', 'push gpu', undefined, { code: 'push-refused', details: { image: gpuImage, words: 'denied' } }],
  ])('in %s (%s) tells so and leaves nothing behind', async (operation, stage, subject, data) => {
    const bench = await makePackBench()
    bench.engine.behave = failing(operation, new AppError(data.code, data.details), subject)
    expect(await bench.failure(bench.plan())).toEqual(data)
    expect(bench.stages()).toContain(`${stage} failed`)
    expect(bench.stages().filter((one) => one.endsWith('failed'))).toHaveLength(1)
    expect(bench.engine.find(cpuImage)).toBeNull()
    expect(bench.engine.find(gpuImage)).toBeNull()
    expect(await bench.written()).toEqual(
      stage.startsWith('check') ? ['uaitrain_pack.log'].slice(1) : ['uaitrain_pack.log'],
    )
  })

  it('tells a wrong key as what it is', async () => {
    const bench = await makePackBench()
    bench.ucloud.failure = refusal(171)
    expect(await bench.failure(bench.plan())).toMatchObject({ code: 'ucloud-refused', details: { retCode: 171 } })
    expect(bench.engine.operations('checkAuth')).toEqual([])
  })

  it.each([
    [{ privateKey: null, uhubPassword: 'p' }, 'privateKey'],
    [{ privateKey: 'k', uhubPassword: null }, 'uhubPassword'],
  ])('misses its secrets before anything is sent', async (secrets, field) => {
    const bench = await makePackBench()
    bench.secrets = secrets
    expect(await bench.failure(bench.plan())).toMatchObject({ code: 'secret-missing', details: { field } })
    expect(bench.engine.calls).toEqual([])
  })

  it('finds what an image cannot hold before anything is pulled, made or sent', async () => {
    const bench = await makePackBench()
    const plan = bench.plan()
    execFileSync('mkfifo', [join(plan.codePath, 'pipe')])
    expect(await bench.failure(plan)).toEqual({ code: 'special-file', details: { path: join(plan.codePath, 'pipe') } })
    expect(bench.stages()).toContain('scan shared failed')
    for (const operation of ['pullImage', 'loadImage', 'buildImage', 'pushImage'] as const) {
      expect(bench.engine.operations(operation)).toEqual([])
    }
    expect(bench.registry.images.size).toBe(0)
  })

  it('finds the main file missing before anything is sent', async () => {
    const bench = await makePackBench({ 'other.py': '' })
    expect(await bench.failure(bench.plan())).toMatchObject({ details: { field: 'mainFile', problem: 'not-found' } })
    expect(bench.ucloud.calls).toEqual([])
  })

  it('says why the code could not be read', async () => {
    const bench = await makePackBench()
    const plan = bench.plan()
    const isWalked = (activity: JobActivity): boolean =>
      activity.type === 'stage' && activity.stage === 'scan' && activity.state === 'done'
    const onActivity = (activity: JobActivity): void => {
      if (isWalked(activity)) rmSync(join(plan.codePath, 'mnist.py'))
    }
    expect(await bench.failure(plan, onActivity)).toMatchObject({ code: 'read-failed' })
    expect(bench.stages()).toContain('layer shared failed')
    expect(bench.engine.find(cpuImage)).toBeNull()
  })

  it('has the former images back under their tags, and sets the old commands aside', async () => {
    const bench = await makePackBench()
    await bench.run(bench.plan())
    const former = [bench.engine.find(cpuImage)?.id, bench.engine.find(gpuImage)?.id]
    await writeFiles(bench.folder, { 'code/mnist.py': 'print(2)', 'uaitrain_cmd.txt': 'old' })
    bench.engine.behave = failing('pushImage', new AppError('push-refused', { image: gpuImage, words: 'denied' }))
    await bench.failure(bench.plan())
    expect([bench.engine.find(cpuImage)?.id, bench.engine.find(gpuImage)?.id]).toEqual(former)
    expect(bench.engine.images).toHaveLength(4)
    expect(await bench.written()).toEqual(['uaitrain_cmd.previous.txt', 'uaitrain_pack.log'])
    expect(await readFile(join(bench.folder, 'uaitrain_cmd.previous.txt'), 'utf8')).toBe('old')
  })

  it('leaves the old commands when no image had changed', async () => {
    const bench = await makePackBench()
    await writeFiles(bench.folder, { 'uaitrain_cmd.txt': 'old' })
    bench.engine.behave = failing('pullImage', new AppError('pull-failed', { image: gpuBase, words: 'w' }), gpuBase)
    await bench.failure(bench.plan())
    expect(await bench.written()).toEqual(['uaitrain_cmd.txt', 'uaitrain_pack.log'])
  })
})

describe('a pack that is cancelled', () => {
  it.each<[FakeOperation, string | undefined]>([
    ['health', undefined],
    ['checkAuth', undefined],
    ['inspectImage', undefined],
    ['pullImage', cpuBase],
    ['pullImage', gpuBase],
    ['buildImage', cpuImage],
    ['buildImage', gpuImage],
    ['pushImage', undefined],
  ])('during %s of %s ends with everything as before', async (operation, subject) => {
    const bench = await makePackBench()
    await bench.run(bench.plan())
    if (operation === 'pullImage') bench.engine.forget(subject ?? '')
    const before = { images: structuredClone(bench.engine.images), files: await bench.written() }
    await writeFiles(bench.folder, { 'code/mnist.py': 'print(2)' })
    let isReached = false
    bench.engine.behave = (call, signal) => {
      const isWanted = call.operation === operation && (subject === undefined || call.subject === subject)
      if (!isWanted || isReached) return Promise.resolve()
      isReached = true
      setTimeout(() => bench.stop.abort(), 5)
      return untilCancelled(signal)
    }
    const activitiesBefore = bench.activities.length
    expect(await bench.failure(bench.plan())).toEqual({ code: 'cancelled', details: {} })
    expect(isReached).toBe(true)
    const states = bench.activities.slice(activitiesBefore).flatMap((one) => (one.type === 'stage' ? [one.state] : []))
    expect(states).toContain('cancelled')
    expect(states).not.toContain('failed')
    const byId = (images: readonly { id: string }[]): unknown[] => [...images].sort((a, b) => (a.id < b.id ? -1 : 1))
    const packed = bench.engine.images.filter(
      ({ repoTags }) => !repoTags.includes(subject ?? '') || operation !== 'pullImage',
    )
    expect(byId(packed)).toEqual(byId(before.images))
    expect(await bench.written()).toEqual(before.files)
  })

  it('is finished all the same once it is pushed', async () => {
    const bench = await makePackBench()
    const pack = runPack(bench.plan(), bench.dependencies())
    for (;;) {
      const step = await pack.next()
      if (step.done === true) {
        expect(step.value.commandFilePath).toBe(join(bench.folder, 'uaitrain_cmd.txt'))
        break
      }
      if (step.value.type === 'stage' && step.value.stage === 'push' && step.value.state === 'done') bench.stop.abort()
    }
    expect(await bench.written()).toEqual(['uaitrain_cmd.txt', 'uaitrain_pack.log'])
  })

  it('leaves a name alone that somebody else has moved meanwhile, and says so', async () => {
    const bench = await makePackBench()
    await bench.run(bench.plan())
    const other = bench.engine.addImage('other:1')
    await writeFiles(bench.folder, { 'code/mnist.py': 'print(2)' })
    const count = bench.engine.images.length
    cancelAtPush(bench, () => bench.engine.tagImage(other.id, gpuImage, new AbortController().signal))
    expect(await bench.failure(bench.plan())).toEqual({ code: 'cancelled', details: {} })
    expect(bench.engine.find(gpuImage)?.id).toBe(other.id)
    expect(bench.engine.images).toHaveLength(count)
    expect(bench.activities.filter(({ type }) => type === 'note').at(-1)).toEqual({
      type: 'note',
      note: { code: 'not-undone', image: gpuImage, words: '' },
    })
  })

  it('says so when the former image is gone, and keeps what stands in its place', async () => {
    const bench = await makePackBench()
    await bench.run(bench.plan())
    const former = bench.engine.find(cpuImage)?.id ?? ''
    await writeFiles(bench.folder, { 'code/mnist.py': 'print(2)' })
    cancelAtPush(bench, () => {
      bench.engine.forget(former)
      return Promise.resolve()
    })
    await bench.failure(bench.plan())
    expect(bench.notes().filter((code) => code === 'not-undone')).toHaveLength(1)
    expect(bench.engine.find(cpuImage)).not.toBeNull()
    expect(await bench.written()).not.toContain('uaitrain_cmd.txt')
  })

  it('cleans up when its reader just leaves', async () => {
    const bench = await makePackBench()
    for await (const activity of runPack(bench.plan(), bench.dependencies())) {
      if (activity.type === 'stage' && activity.stage === 'push') break
    }
    expect(bench.engine.find(cpuImage)).toBeNull()
    expect(bench.engine.find(gpuImage)).toBeNull()
    expect(await bench.written()).toEqual([])
  })
})

function cancelAtPush(bench: PackBench, happensFirst: () => Promise<void>): void {
  bench.engine.behave = async ({ operation }, signal) => {
    if (operation !== 'pushImage') return
    await happensFirst()
    bench.stop.abort()
    await untilCancelled(signal)
  }
}
