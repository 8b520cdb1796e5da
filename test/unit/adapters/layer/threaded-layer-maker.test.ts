import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createThreadedLayerMaker } from '../../../../electron/adapters/layer/threaded-layer-maker.ts'
import type { CodeLayer, LayerMaker } from '../../../../electron/core/layer/code-layer.ts'
import { noIgnoreSettings } from '../../../../shared/model/ignore.ts'
import { collect } from '../../../support/collect.ts'
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts'
import { thrownBy } from '../../../support/thrown.ts'

/** Packs nothing, but says how many folders it has been given; it dies, or gets stuck, where a main file says so. */
const worker = `
const { parentPort } = require('node:worker_threads')
let count = 0
let mainFile = ''
let left = []
const fail = (code) => parentPort.postMessage({ type: 'failed', error: { code, details: {} }, words: '' })
parentPort.on('message', ({ type, task }) => {
  if (type === 'pack') mainFile = task.mainFile
  if (type === 'abort') fail('cancelled')
  else if (type === 'more') {
    if (mainFile === 'half' && left.length === 1) process.exit(1)
    parentPort.postMessage({ type: 'files', files: [{ path: left.shift() }], areLast: left.length === 0 })
  } else if (task.mainFile === 'die') process.exit(1)
  else if (task.mainFile === 'stuck') for (;;);
  else if (task.mainFile !== 'wait') {
    parentPort.postMessage({ type: 'step', step: { type: 'packing', currentBytes: 1, totalBytes: 2 } })
    parentPort.postMessage({ type: 'packed', packed: { sizeBytes: (count += 1) }, blobPath: __filename })
    left = ['a', 'b']
    return
  }
  if (type === 'abort' || (mainFile !== 'wait' && left.length === 0)) parentPort.postMessage({ type: 'settled' })
})
`

async function makeMaker(): Promise<LayerMaker> {
  const cacheFolder = await makeTemporaryFolder()
  const workerPath = join(cacheFolder, 'worker.cjs')
  await writeFile(workerPath, worker)
  return createThreadedLayerMaker({ cacheFolder, workerPath })
}

async function make(maker: LayerMaker, mainFile: string, signal = new AbortController().signal): Promise<CodeLayer> {
  const making = maker.makeLayer({ root: '/code', ignore: noIgnoreSettings, mainFile, signal })
  const { result } = await collect(making)
  await result.close()
  return result
}

it('puts together what a thread tells piece by piece', async () => {
  const maker = await makeMaker()
  const { signal } = new AbortController()
  const making = maker.makeLayer({ root: '/code', ignore: noIgnoreSettings, mainFile: 'main.py', signal })
  const { items, result } = await collect(making)
  expect(items).toEqual([{ type: 'packing', currentBytes: 1, totalBytes: 2 }])
  expect((await result.files).map(({ path }) => path)).toEqual(['a', 'b'])
  await result.close()
})

it('packs one folder after the other on one thread, and two at once on two', async () => {
  const maker = await makeMaker()
  const counts = async (): Promise<number[]> => {
    const layers = await Promise.all([make(maker, 'main.py'), make(maker, 'main.py')])
    return layers.map(({ sizeBytes }) => sizeBytes)
  }
  expect((await make(maker, 'main.py')).sizeBytes).toBe(1)
  expect((await make(maker, 'main.py')).sizeBytes).toBe(2)
  expect(await counts()).toEqual([3, 1])
})

it('says so when its thread dies, and goes on with another', async () => {
  const maker = await makeMaker()
  await expect(make(maker, 'die')).rejects.toThrow('has ended before its work')
  expect((await make(maker, 'main.py')).sizeBytes).toBe(1)
})

it('has the layer even when its thread dies before it told of all files', async () => {
  const layer = await make(await makeMaker(), 'half')
  expect(layer.sizeBytes).toBe(1)
  await expect(layer.files).rejects.toThrow('before it told of all files')
})

it.each([
  ['waits', 'wait'],
  ['is stuck', 'stuck'],
])('ends a thread that %s when it is cancelled, and goes on with another', async (_what, mainFile) => {
  const maker = await makeMaker()
  const stop = new AbortController()
  setImmediate(() => stop.abort())
  expect(await thrownBy(make(maker, mainFile, stop.signal))).toEqual({ code: 'cancelled', details: {} })
  expect((await make(maker, 'main.py')).sizeBytes).toBe(1)
})

it('does not begin what is cancelled already', async () => {
  const maker = await makeMaker()
  expect(await thrownBy(make(maker, 'die', AbortSignal.abort()))).toMatchObject({ code: 'cancelled' })
})
