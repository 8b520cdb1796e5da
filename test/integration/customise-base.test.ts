import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { customiseBase, type CustomiseOptions } from '../../electron/core/packages/customise-base.ts'
import { installPackages } from '../../electron/core/packages/install-packages.ts'
import { jobLabel } from '../../electron/core/runs/plan-test.ts'
import { noPackages, type PackageSettings } from '../../shared/model/packages.ts'
import { collect } from '../support/collect.ts'
import { makeTar } from '../support/tar.ts'
import { thrownBy } from '../support/thrown.ts'
import { programFiles } from '../support/tiny-image.ts'

const engine = createDockerEngine()
const { signal } = new AbortController()
const run = randomUUID()
const base = `uai-test/customise:${run.slice(0, 8)}`
const made = new Set<string>()

beforeAll(async () => {
  const programs = await programFiles(['sh', 'sleep', 'ln', 'rm'])
  const files = { ...programs, 'etc/identity': run, 'usr/bin/python3': { content: '#!/bin/sh\n', mode: 0o755 } }
  await engine.importImage({ rootFileSystem: makeTar(files), tag: base, signal })
})

afterAll(async () => {
  for (const image of made) await engine.removeImage(image, signal)
  await engine.removeImage(base, signal)
})

const customise = (settings: Partial<PackageSettings>, changes: Partial<CustomiseOptions> = {}) => {
  const recipe = { settings: { ...noPackages, ...settings }, requirements: null }
  return customiseBase({ engine, lane: 'cpu', base, work: installPackages(recipe), jobId: run, signal, ...changes })
}

const containersLeft = (): Promise<string[]> => engine.findContainers({ name: jobLabel, value: run }, signal)

describe('a base image with packages', () => {
  it('is made once, also for two images on one base, and is found again', async () => {
    const settings = { pythonLink: '/usr/bin/python3' }
    const both = await Promise.all([collect(customise(settings)), collect(customise(settings, { lane: 'gpu' }))])
    const [one, other] = both.map(({ result }) => result)
    made.add(one?.image ?? '')
    expect(one?.id).toBe(other?.id)
    expect(both.map(({ result }) => result.reused).toSorted()).toEqual([false, true])
    expect((await collect(customise(settings))).result.reused).toBe(true)
    const [before, after] = [await engine.inspectImage(base, signal), await engine.inspectImage(one?.id ?? '', signal)]
    expect(after?.layers.slice(0, -1)).toEqual(before?.layers)
    expect(await containersLeft()).toEqual([])
  })

  it.each([
    [{ apt: ['libfoo1'] }, 'no-apt'],
    [{ pip: ['nltk'] }, 'no-python'],
    [{ pythonLink: '/opt/python' }, 'no-python'],
  ])('is none after a failure, which is explained: %o', async (settings, reason) => {
    const error = await thrownBy(collect(customise(settings)))
    expect(error).toMatchObject({ code: 'install-failed', details: { reason } })
    expect(await containersLeft()).toEqual([])
  })

  it('is none when it is cancelled', async () => {
    const stop = new AbortController()
    const activities = customise({ apt: ['libfoo2'] }, { signal: stop.signal })
    await activities.next()
    stop.abort()
    expect(await thrownBy(activities.next())).toMatchObject({ code: 'cancelled' })
    await engine.settle()
    expect(await containersLeft()).toEqual([])
  })
})
