import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planPack } from '../../electron/core/pack/plan.ts'
import { climbLadder } from '../../electron/core/smoke/climb-ladder.ts'
import type { SmokeBadge } from '../../shared/model/smoke.ts'
import { PackResult } from '../../shared/model/pack.ts'
import { runBuiltCli } from '../support/cli.ts'
import { collect } from '../support/collect.ts'
import { readPushedImage } from '../support/pushed-image.ts'
import { importPythonImage } from '../support/python-image.ts'
import { startRealBench, type RealBench } from '../support/real-bench.ts'
import { samplePackRequest, sampleProjectSettings } from '../support/samples.ts'
import { makeTemporaryFolder, writeFiles } from '../support/temporary-folder.ts'
import { thrownBy } from '../support/thrown.ts'

const { signal } = new AbortController()
const parser = `import argparse, sys, time
parser = argparse.ArgumentParser()
options = parser.parse_known_args()[0]
`
const save = "open('/data/output/model', 'w').write('weights')\n"

let bench: RealBench

beforeAll(async () => {
  bench = await startRealBench()
  const { engine, registry, baseCpu } = bench
  await importPythonImage({ engine, tag: baseCpu, files: {}, signal })
  await collect(engine.pushImage({ reference: baseCpu, auth: registry.auth, signal }))
})
afterAll(() => bench.close())

/** Packs code with a gate of some seconds; what is in the registry under the tag then. */
async function pack(code: string, { seconds = 60, tag }: { seconds?: number; tag: string }) {
  await writeFiles(join(bench.projectFolder, 'code'), { 'mnist.py': code })
  const changes = { smoke_seconds: String(seconds), uhub_imagetag: tag }
  const { exitCode, output, errors } = await runBuiltCli(['pack', ...bench.flags(changes), '--json'], {
    folder: bench.projectFolder,
    variables: bench.secrets,
  })
  const pushed = await readPushedImage(bench.registry, { repository: `demo/${bench.imageName}`, tag })
  const answer = JSON.parse(output) as { error?: { code: string; details: object; message: string } }
  const cpuImage = bench.cpuImage.replace(/:\w+$/, `:${tag}`)
  for (const image of [cpuImage, bench.gpuImage.replace(/:\w+$/, `:${tag}`)]) {
    await bench.engine.removeImage(image, signal).catch(() => undefined)
  }
  return { exitCode, errors, answer, isPushed: pushed !== null }
}

describe('an image that is tried before its push', () => {
  it('is pushed once it has written something', async () => {
    const { exitCode, answer, isPushed } = await pack(`${parser}${save}`, { tag: 'fine' })
    expect(exitCode).toBe(0)
    expect(isPushed).toBe(true)
    expect(PackResult.parse(answer).smoke).toMatchObject({ verdict: 'passed', rung: null, seconds: 60 })
  })

  it('is pushed with a warning when it keeps nothing', async () => {
    const { answer, isPushed, errors } = await pack(parser, { tag: 'nothing' })
    expect(isPushed).toBe(true)
    expect(PackResult.parse(answer).smoke).toMatchObject({ verdict: 'warned', rung: 'outputs' })
    expect(errors).toContain('ended without writing to the output folder')
  })

  it('passes when it still runs at the limit', async () => {
    const { answer, isPushed } = await pack(`${parser}time.sleep(600)\n`, { tag: 'endless', seconds: 5 })
    expect(isPushed).toBe(true)
    expect(PackResult.parse(answer).smoke).toMatchObject({ verdict: 'passed', seconds: 5 })
  })

  it.each([
    ['a module is missing', `import nltk\n${parser}`, { rung: 'imports', failure: 'missing-module', subject: 'nltk' }],
    ['an argument is refused', parser.replace('_known_args()[0]', '_args()'), { rung: 'arguments' }],
    [
      'the run fails',
      `${parser}raise ValueError('bad shape')\n`,
      { rung: 'step', words: expect.stringContaining('ValueError: bad shape') as string },
    ],
    [
      'the run needs the network',
      `${parser}import socket\nsocket.create_connection(('192.0.2.1', 80))\n`,
      { rung: 'step', failure: 'no-network' },
    ],
  ])('is not pushed when %s', async (_, code, details) => {
    const { exitCode, answer, isPushed } = await pack(code, { tag: 'never' })
    expect(exitCode).toBe(1)
    expect(answer.error).toMatchObject({ code: 'smoke-failed', details })
    expect(answer.error?.message).toContain('Not pushed')
    expect(isPushed).toBe(false)
  })
})

describe('the badge', () => {
  const kept = new Map<string, SmokeBadge>()
  const badges = {
    find: (id: string) => kept.get(id) ?? null,
    save: (badge: SmokeBadge) => void kept.set(badge.imageId, badge),
  }

  /** A gate for an image that has its code in itself. */
  async function climb(code: string, { stop = signal, image }: { stop?: AbortSignal; image: string }) {
    const { engine } = bench
    const folder = await makeTemporaryFolder()
    await writeFiles(join(folder, 'code'), { 'train.py': code })
    await writeFiles(join(folder, 'data'), { 'sample.txt': '' })
    const files = { 'data/train.py': code }
    const imageId = await importPythonImage({ engine, tag: image, files, signal })
    const project = sampleProjectSettings({
      ...{ codePath: join(folder, 'code'), mainFile: 'train.py', smokeSeconds: 60 },
      ...{ testDataPath: join(folder, 'data'), testOutputPath: join(folder, 'output') },
    })
    const context = {
      plan: planPack(samplePackRequest({ project })),
      dependencies: { engine, clock: { now: () => 1 }, badges, jobId: image },
      signal: stop,
    }
    return { imageId, activities: () => climbLadder(context, imageId) }
  }

  const containersLeft = (image: string): Promise<string[]> =>
    bench.engine.findContainers({ name: 'cn.ucloud.uai-train-packer.job', value: image }, signal)

  it('belongs to the image: it is not tried again with the same command', async () => {
    const image = `uai-test/${bench.imageName}-badge:v1`
    const { imageId, activities } = await climb(`${parser}${save}`, { image })
    const first = await collect(activities())
    expect(first.result).toMatchObject({ imageId, verdict: 'passed' })
    expect(badges.find(imageId)).toEqual(first.result)
    expect(first.items.filter(({ type }) => type === 'stage').map((item) => item)).toHaveLength(8)
    const second = await collect(activities())
    expect(second.items.flatMap((item) => (item.type === 'stage' ? [item.state] : []))).not.toContain('done')
    expect(second.result).toEqual(first.result)
    expect(await containersLeft(image)).toEqual([])
    await bench.engine.removeImage(image, signal)
  })

  it('is none of a run that was cancelled, which leaves nothing', async () => {
    const image = `uai-test/${bench.imageName}-cancel:v1`
    const stop = new AbortController()
    const { imageId, activities } = await climb(`${parser}print('begun')\ntime.sleep(600)\n`, {
      image,
      stop: stop.signal,
    })
    const running = async (): Promise<void> => {
      for await (const item of activities()) if (item.type === 'log' && item.text === 'begun') stop.abort()
    }
    expect(await thrownBy(running())).toMatchObject({ code: 'cancelled' })
    await bench.engine.settle()
    expect(badges.find(imageId)).toBeNull()
    expect(await containersLeft(image)).toEqual([])
    await bench.engine.removeImage(image, signal)
  })
})
