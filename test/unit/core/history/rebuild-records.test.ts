import { join } from 'node:path'
import { expect, it } from 'vitest'
import { rebuildRecords } from '../../../../electron/core/history/rebuild-records.ts'
import { codeDigestOf } from '../../../../electron/core/layer/code-digest.ts'
import { packLabels } from '../../../../electron/core/pack/labels.ts'
import { noPackFilter } from '../../../../shared/model/pack-record.ts'
import { FakeEngine } from '../../../support/fake-engine.ts'
import { filesOf, never, openHistoryBench } from '../../../support/history-bench.ts'
import { writeFiles } from '../../../support/temporary-folder.ts'

const host = 'uhub.ucloud.cn'
const gpuName = `${host}/demo/mnist:v1`

/** What is left of a pack whose record is gone: its images, and its code in the vault. */
async function forgottenPack() {
  const bench = await openHistoryBench()
  const root = join(bench.folder, 'code')
  await writeFiles(root, { 'a.py': 'a', 'lib/b.py': '[{' })
  const files = await filesOf(root)
  const id = bench.addPack('1')
  await bench.keeper.keep(id, { root, files }, never)
  bench.store.remove(id)
  const engine = new FakeEngine()
  const pack = { project: '识别', codeDigest: codeDigestOf(files), layerCount: 1 }
  const gpu = engine.addImage(gpuName, {
    labels: packLabels({ ...pack, lane: 'gpu' }),
    repoDigests: [`${host}/demo/mnist@sha256:pushed`],
  })
  const cpu = engine.addImage('mnist-cpu:v1', { labels: packLabels({ ...pack, lane: 'cpu' }) })
  const changed: string[] = []
  const clock = { now: () => 7 }
  const rebuild = () =>
    rebuildRecords({ ...bench, engine, clock, onChanged: (one) => changed.push(one), signal: never })
  return { ...bench, engine, files, gpu, cpu, pack, changed, rebuild }
}

it('makes a record of the images of a pack that nobody remembers, and finds its code again', async () => {
  const { store, jobStore, keeper, files, gpu, cpu, changed, rebuild } = await forgottenPack()
  expect(await rebuild()).toBe(1)
  const { rows } = store.list({ ...noPackFilter, text: '识别' }, { offset: 0, limit: 10 })
  expect(rows).toMatchObject([{ projectName: '识别', image: 'demo/mnist', tag: 'v1', origin: 'rebuilt', pushCount: 1 }])
  const id = rows[0]?.id
  expect(changed).toEqual([id])
  if (id === undefined) return
  const stored = store.find(id)
  expect(stored?.details.images.map((image) => [image.lane, image.id])).toEqual([
    ['gpu', gpu.id],
    ['cpu', cpu.id],
  ])
  expect(stored?.codeState).toBe('kept')
  expect(await keeper.files(stored?.manifest ?? '')).toEqual(files)
  expect(store.pushesOf(id)).toEqual([{ reference: gpuName, digest: 'sha256:pushed', at: 7, accountName: '' }])
  expect(jobStore.findRequest(id)).toMatchObject({ uhubHost: host, project: { uhubRegistry: 'demo' } })
})

it('makes none of what is remembered, nor of what a user has committed on top', async () => {
  const { store, engine, pack, rebuild } = await forgottenPack()
  expect(await rebuild()).toBe(1)
  engine.addImage('mine:1', {
    labels: packLabels({ ...pack, project: 'other', lane: 'cpu' }),
    layers: ['sha256:base', 'sha256:mine'],
  })
  expect(await rebuild()).toBe(0)
  expect(store.list(noPackFilter, { offset: 0, limit: 10 }).total).toBe(1)
})
