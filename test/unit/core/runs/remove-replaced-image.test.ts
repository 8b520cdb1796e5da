import { expect, it } from 'vitest'
import { packLabels } from '../../../../electron/core/pack/labels.ts'
import { removeReplacedImage } from '../../../../electron/core/runs/remove-replaced-image.ts'
import { FakeEngine } from '../../../support/fake-engine.ts'

const never = new AbortController().signal
const labels = packLabels({ project: 'net', codeDigest: 'sha256:code', lane: 'cpu', layerCount: 1 })

it('removes a packed image once its name is another’s, and no other image', async () => {
  const engine = new FakeEngine()
  const packed = engine.addImage('net-cpu:uaitrain', { labels })
  const foreign = engine.addImage('mine:1')
  await removeReplacedImage(engine, packed.id)
  expect(engine.find(packed.id)).not.toBeNull()

  const newer = engine.addImage('newer:1')
  for (const tag of ['net-cpu:uaitrain', 'mine:1']) await engine.tagImage(newer.id, tag, never)
  for (const { id } of [packed, foreign]) await removeReplacedImage(engine, id)
  expect(engine.find(packed.id)).toBeNull()
  expect(engine.find(foreign.id)).not.toBeNull()
})
