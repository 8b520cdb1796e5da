import { expect, it } from 'vitest'
import { packLabels } from '../../../../electron/core/pack/labels.ts'
import { removeUnnamed } from '../../../../electron/core/pack/remove-unnamed.ts'
import type { LocalImage } from '../../../../electron/core/ports/engine.ts'
import { FakeEngine } from '../../../support/fake-engine.ts'

const { signal } = new AbortController()
const labels = packLabels({ project: 'mnist', codeDigest: 'sha256:code', lane: 'gpu', layerCount: 1 })

function engineWith(images: Record<string, Partial<LocalImage>>): FakeEngine {
  const engine = new FakeEngine()
  for (const [id, image] of Object.entries(images)) {
    engine.images.push({ ...engine.addImage(`${id}:1`), id, repoTags: [], labels, ...image })
    engine.forget(`${id}:1`)
  }
  return engine
}

it('removes images that a pack has left without a name, and no others', async () => {
  const engine = engineWith({
    left: {},
    named: { repoTags: ['mine:1'] },
    pulled: { repoDigests: ['mine@sha256:one'] },
    committed: { layers: ['sha256:base', 'sha256:more'] },
    other: { labels: { ...labels, 'cn.ucloud.uai-train-packer.project': 'other' } },
  })
  await removeUnnamed({ engine, projects: ['mnist'], isPacking: () => false, signal })
  expect(engine.images.map(({ id }) => id)).toEqual(['named', 'pulled', 'committed', 'other'])
})

it('leaves all of them while something is packed', async () => {
  const engine = engineWith({ left: {} })
  await removeUnnamed({ engine, projects: ['mnist'], isPacking: () => true, signal })
  expect(engine.images).toHaveLength(1)
})
