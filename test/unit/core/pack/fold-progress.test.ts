import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProgressFold } from '../../../../electron/core/pack/fold-progress.ts'
import type { EngineProgress } from '../../../../electron/core/ports/engine.ts'

type LayerStep = Extract<EngineProgress, { type: 'layer' }>

function layer(id: string, phase: LayerStep['phase'], bytes: [number, number | null] = [0, null]): LayerStep {
  return { type: 'layer', id, phase, currentBytes: bytes[0], totalBytes: bytes[1], existed: false }
}

describe('ProgressFold', () => {
  it('adds up what is known of the layers', () => {
    const fold = new ProgressFold('pull', 'cpu')
    fold.add(layer('a', 'waiting'))
    expect(fold.add(layer('b', 'downloading', [10, 100]))).toMatchObject({ currentBytes: 10, totalBytes: null })
    fold.add({ ...layer('c', 'done'), existed: true })
    expect(fold.add(layer('a', 'downloading', [5, 50]))).toMatchObject({ currentBytes: 15, totalBytes: 150 })
    expect(fold.add(layer('b', 'extracting', [1, 400]))).toMatchObject({ currentBytes: 105, totalBytes: 150 })
    fold.add(layer('a', 'done'))
    expect(fold.add(layer('b', 'done'))).toMatchObject({
      currentBytes: 150,
      totalBytes: 150,
      lane: 'cpu',
      stage: 'pull',
    })
    expect(fold.everythingExisted()).toBe(false)
  })

  it('keeps the newest line that says something', () => {
    const fold = new ProgressFold('build', 'gpu')
    fold.add({ type: 'line', text: 'Step 1/2\n' })
    expect(fold.add({ type: 'line', text: '\n' })).toMatchObject({ line: 'Step 1/2', totalBytes: null })
    expect(fold.everythingExisted()).toBe(false)
  })

  it('never goes back while a layer is downloaded, extracted and done', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 })),
        fc.array(fc.integer({ min: 0, max: 900 })),
        (down, out) => {
          const fold = new ProgressFold('pull', 'gpu')
          const sorted = [...down].sort((a, b) => a - b)
          const steps = [
            layer('a', 'waiting'),
            ...sorted.map((bytes) => layer('a', 'downloading', [bytes, 100])),
            ...out.map((bytes) => layer('a', 'extracting', [bytes, 900])),
            layer('a', 'done'),
          ]
          const moved = steps.map((step) => fold.add(step).currentBytes)
          expect(moved).toEqual([...moved].sort((a, b) => a - b))
        },
      ),
    )
  })
})
