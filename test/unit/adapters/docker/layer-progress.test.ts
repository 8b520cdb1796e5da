import { describe, expect, it } from 'vitest'
import type { EngineMessage } from '../../../../electron/adapters/docker/engine-stream.ts'
import { createLayerProgress } from '../../../../electron/adapters/docker/layer-progress.ts'

function message(changes: Partial<EngineMessage>): EngineMessage {
  return { stream: null, status: null, id: null, currentBytes: null, totalBytes: null, aux: {}, ...changes }
}

describe('the progress of layers', () => {
  it('follows a pull and remembers the size of the layer', () => {
    const progressOf = createLayerProgress()
    const steps = [
      message({ id: 'a', status: 'Pulling fs layer' }),
      message({ id: 'a', status: 'Downloading', currentBytes: 10, totalBytes: 100 }),
      message({ id: 'a', status: 'Download complete' }),
      message({ id: 'a', status: 'Extracting', currentBytes: 60, totalBytes: 100 }),
      message({ id: 'a', status: 'Pull complete' }),
    ].map(progressOf)
    expect(steps).toEqual([
      { type: 'layer', id: 'a', phase: 'waiting', currentBytes: 0, totalBytes: null, existed: false },
      { type: 'layer', id: 'a', phase: 'downloading', currentBytes: 10, totalBytes: 100, existed: false },
      { type: 'layer', id: 'a', phase: 'downloading', currentBytes: 100, totalBytes: 100, existed: false },
      { type: 'layer', id: 'a', phase: 'extracting', currentBytes: 60, totalBytes: 100, existed: false },
      { type: 'layer', id: 'a', phase: 'done', currentBytes: 100, totalBytes: 100, existed: false },
    ])
  })

  it('keeps layers apart', () => {
    const progressOf = createLayerProgress()
    progressOf(message({ id: 'a', status: 'Downloading', currentBytes: 1, totalBytes: 100 }))
    progressOf(message({ id: 'b', status: 'Downloading', currentBytes: 1, totalBytes: 7 }))
    expect(progressOf(message({ id: 'a', status: 'Pull complete' }))).toMatchObject({ totalBytes: 100 })
    expect(progressOf(message({ id: 'b', status: 'Pull complete' }))).toMatchObject({ totalBytes: 7 })
  })

  it.each(['Already exists', 'Layer already exists', 'Mounted from uaishare/base'])(
    'knows that "%s" moves nothing',
    (status) => {
      expect(createLayerProgress()(message({ id: 'a', status }))).toMatchObject({ phase: 'done', existed: true })
    },
  )

  it('never passes the size of a layer', () => {
    const pushing = message({ id: 'a', status: 'Pushing', currentBytes: 1_512, totalBytes: 1_000 })
    expect(createLayerProgress()(pushing)).toMatchObject({ phase: 'uploading', currentBytes: 1_000, totalBytes: 1_000 })
  })

  it('takes everything else for a line', () => {
    const progressOf = createLayerProgress()
    expect(progressOf(message({ id: 'v1', status: 'Pulling from bench/x' }))).toEqual({
      type: 'line',
      text: 'v1: Pulling from bench/x',
    })
    expect(progressOf(message({ status: 'Digest: sha256:1' }))).toEqual({ type: 'line', text: 'Digest: sha256:1' })
    expect(progressOf(message({ id: 'a', status: 'Retrying in 5 seconds' }))).toMatchObject({ type: 'line' })
    expect(progressOf(message({ id: 'a', status: 'constructor' }))).toMatchObject({ type: 'line' })
    expect(progressOf(message({ aux: { Digest: 'sha256:1' } }))).toBeNull()
  })
})
