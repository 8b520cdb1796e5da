import { describe, expect, it } from 'vitest'
import { isGoneFromEngine, whyNoPull, whyNoTest } from '../../../../renderer/features/history/what-is-left.ts'
import type { ImageTruth, RecordedImage } from '../../../../shared/model/pack-record.ts'
import { PackDetails } from '../../../../shared/model/pack-record.ts'

const [cpuName, gpuName] = ['mnist-cpu:v1', 'uhub.ucloud.cn/demo/mnist:v1']
const push = { reference: gpuName, digest: 'sha256:pushed', at: 1, accountName: '' }

function image(lane: 'cpu' | 'gpu', name: string): RecordedImage {
  return { lane, name, id: `sha256:${lane}`, sizeBytes: 1, layers: [] }
}

function truth(where: ImageTruth['where'], state: ImageTruth['state'], reference = gpuName): ImageTruth {
  const digest = where === 'registry' ? push.digest : `sha256:${reference === cpuName ? 'cpu' : 'gpu'}`
  return { where, reference, digest, state, words: '' }
}

const details = PackDetails.parse({ images: [image('cpu', cpuName), image('gpu', gpuName)] })
const pushed = { details, pushes: [push] }
const unpushed = { details, pushes: [] }
const gone = [truth('engine', 'gone', cpuName), truth('engine', 'gone')]

describe('a test of an image', () => {
  it.each(['there', 'unnamed', 'moved', 'unknown'] as const)('is offered where the engine says: %s', (state) => {
    expect(whyNoTest(pushed, [truth('engine', state)], 'gpu')).toBeNull()
  })

  it('is offered before the engine has answered', () => {
    expect(isGoneFromEngine(pushed, [], 'gpu')).toBe(false)
    expect(whyNoTest(pushed, [], 'gpu')).toBeNull()
  })

  it('needs the image back where the registry has it', () => {
    expect(whyNoTest(pushed, gone, 'gpu')).toBe('history.why.pullBackFirst')
    expect(whyNoTest(pushed, [...gone, truth('registry', 'moved')], 'gpu')).toBe('history.why.pullBackFirst')
  })

  it('needs another pack where the image is nowhere, or never went to a registry', () => {
    expect(whyNoTest(pushed, [...gone, truth('registry', 'gone')], 'gpu')).toBe('history.why.goneFromDocker')
    expect(whyNoTest(unpushed, gone, 'gpu')).toBe('history.why.goneFromDocker')
    expect(whyNoTest(pushed, gone, 'cpu')).toBe('history.why.goneFromDocker')
  })
})

it('says why an image cannot be pulled back', () => {
  expect(whyNoPull(pushed, gone)).toBeNull()
  expect(whyNoPull(unpushed, gone)).toBe('history.why.neverPushed')
  expect(whyNoPull({ details: PackDetails.parse({}), pushes: [push] }, [])).toBe('history.why.noImage')
  expect(whyNoPull(pushed, [truth('registry', 'gone')])).toBe('history.why.goneFromRegistry')
})
