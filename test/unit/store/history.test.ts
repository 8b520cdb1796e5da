import { expect, it } from 'vitest'
import { createProjectStore } from '../../../electron/adapters/store/projects.ts'
import { ProjectId } from '../../../shared/model/ids.ts'
import { noPackFilter, PackDetails, type PackFilter } from '../../../shared/model/pack-record.ts'
import { openHistoryBench, samplePackJob } from '../../support/history-bench.ts'
import { samplePackRequest, sampleProject, sampleProjectSettings } from '../../support/samples.ts'

const range = { offset: 0, limit: 100 }

async function openFilled() {
  const bench = await openHistoryBench()
  const projectId = ProjectId.parse('project-1')
  createProjectStore(bench.database).save(sampleProject({ id: projectId }))
  const add = (id: string, settings: Parameters<typeof sampleProjectSettings>[0], job: object): void =>
    bench.jobStore.insert(samplePackJob(id, job), samplePackRequest({ project: sampleProjectSettings(settings) }))
  add('a', { imageTag: 'v1', trainParams: '--epochs=3' }, { startedAt: 10, projectId })
  add('b', { imageTag: 'v2', trainParams: '--Epochs=30 中文' }, { startedAt: 20, projectId, state: 'failed' })
  add('c', { imageTag: 'v2', name: 'bert' }, { startedAt: 30, state: 'interrupted' })
  const ids = (filter: Partial<PackFilter>): string[] =>
    bench.store.list({ ...noPackFilter, ...filter }, range).rows.map(({ id }) => id)
  return { ...bench, ids, projectId }
}

it('lists packs by project, state, tag, date and words of their parameters, newest first', async () => {
  const { ids, store, projectId } = await openFilled()
  expect(ids({})).toEqual(['c', 'b', 'a'])
  expect(ids({ projectId })).toEqual(['b', 'a'])
  expect(ids({ states: ['failed', 'interrupted'] })).toEqual(['c', 'b'])
  expect(ids({ tag: 'v1' })).toEqual(['a'])
  expect(ids({ since: 20, until: 30 })).toEqual(['b'])
  expect(ids({ text: 'EPOCHS=3' })).toEqual(['b', 'a'])
  expect(ids({ text: 'epochs 中文' })).toEqual(['b'])
  expect(ids({ text: '%' })).toEqual([])
  expect(store.tags({ projectId: null })).toEqual(['v1', 'v2'])
  expect(store.tags({ projectId })).toEqual(['v1', 'v2'])
})

it('gives a piece of the list and tells how long it is', async () => {
  const { store } = await openFilled()
  const { total, rows } = store.list(noPackFilter, { offset: 1, limit: 1 })
  expect([total, rows.map(({ id }) => id)]).toEqual([3, ['b']])
  expect(rows[0]).toMatchObject({ projectName: 'mnist', image: 'demo/pytorch-mnist', tag: 'v2', pushCount: 0 })
})

it('keeps a pack when its project is gone, by the name that it had', async () => {
  const { database, ids, store, projectId } = await openFilled()
  createProjectStore(database).remove(projectId)
  expect(ids({})).toEqual(['c', 'b', 'a'])
  expect(store.list({ ...noPackFilter, text: '--epochs=30' }, range).rows).toMatchObject([
    { projectId: null, projectName: 'mnist' },
  ])
})

it('finds a pack by what it came to know', async () => {
  const { store, ids, addPack } = await openFilled()
  const id = addPack('d', { startedAt: 40 })
  const image = { lane: 'gpu', name: 'uhub.ucloud.cn/demo/x:1', id: 'sha256:ABCD', sizeBytes: 1, layers: [] } as const
  const details = PackDetails.parse({ images: [image] })
  store.setDetails(id, details)
  store.addPush(id, { reference: image.name, digest: 'sha256:dd', at: 41, accountName: 'one' })
  expect(store.find(id)?.details).toEqual(details)
  expect(ids({ text: 'sha256:abcd' })).toEqual(['d'])
  expect(store.pushesOf(id)).toEqual([{ reference: image.name, digest: 'sha256:dd', at: 41, accountName: 'one' }])
  expect(store.list(noPackFilter, range).rows[0]?.pushCount).toBe(1)
})
