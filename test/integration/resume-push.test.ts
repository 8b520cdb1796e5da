import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { noPackFilter } from '../../shared/model/pack-record.ts'
import { collect } from '../support/collect.ts'
import { crashBenchOf, openCrashApp, type CrashBench } from '../support/crash-app.ts'
import { inspectImage, readDataFolder, removeImage } from '../support/engine-images.ts'
import { startMeddler, type Meddler } from '../support/meddler.ts'
import { startRealBench, type RealBench } from '../support/real-bench.ts'
import { bundleCrashProgram, type CrashProgram } from '../support/start-crash-program.ts'

const mebibyte = 1024 * 1024
const codeBytes = 40 * mebibyte
/** Sent at once; of the second one nothing is left when its process is killed. */
const chunkBytes = 8 * mebibyte
const never = new AbortController().signal
let real: RealBench
let program: CrashProgram
let meddler: Meddler

beforeAll(async () => {
  real = await startRealBench()
  program = await bundleCrashProgram()
  meddler = await startMeddler(real.registry.port, { buffersRequests: true })
})
afterAll(async () => {
  await meddler.stop()
  await program.remove()
  await real.close()
})

it('goes on in the middle of the layer where kill -9 has cut off a pack, without the image in the engine', async () => {
  const baseGpu = real.baseGpu.replace(real.registry.host, meddler.host)
  const bench: CrashBench = { ...crashBenchOf(real), codeBytes, baseGpu, host: meddler.host }
  const reference = `${meddler.host}/demo/${real.imageName}:uaitrain`
  await killInUpload(bench)
  const before = meddler.uploadedBytes()
  expect(before).toBeGreaterThanOrEqual(chunkBytes)
  expect(before).toBeLessThan(codeBytes)
  expect(await inspectImage(reference)).toBeNull()

  const services = await openCrashApp(bench)
  try {
    const { rows } = services.history.list(noPackFilter, { offset: 0, limit: 10 })
    expect(rows.map(({ state, pushCount }) => [state, pushCount])).toEqual([['interrupted', 0]])
    const [pack] = rows
    if (pack === undefined) throw new Error('no pack')
    const push = services.transfers.startPush({ packJobId: pack.id, reference })
    const { result } = await collect(services.jobs.watch(push, 0, never))
    expect(result.error).toBeNull()
    expect(meddler.uploadedBytes() - before).toBeLessThanOrEqual(codeBytes - chunkBytes + 200_000)
    const record = services.history.record(pack.id)
    expect(record.pushes.map((one) => one.reference)).toEqual([reference])

    const pull = services.transfers.startPull(pack.id)
    expect((await collect(services.jobs.watch(pull, 0, never))).result.error).toBeNull()
    expect((await inspectImage(reference))?.id).toBe(record.details.images.find(({ lane }) => lane === 'gpu')?.id)
    expect((await readDataFolder(reference)).get('weights.bin')?.length).toBe(codeBytes)
  } finally {
    await services.close()
    for (const image of [reference, baseGpu]) await removeImage(image)
  }
})

/** Lets it pack, and kills it while it sends the second chunk: the one before it has arrived. */
async function killInUpload(bench: CrashBench): Promise<void> {
  const child = program.start(bench)
  meddler.meddle = ({ headers }) => {
    if (/^[1-9]/.test(headers['content-range'] ?? '')) child.kill('SIGKILL')
    return null
  }
  await once(child, 'close')
  meddler.meddle = () => null
}
