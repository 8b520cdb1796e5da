import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import type { Services } from '../../electron/services.ts'
import { databasePathOf } from '../../electron/services/data-paths.ts'
import type { PackRow } from '../../shared/model/pack-record.ts'
import { noPackFilter } from '../../shared/model/pack-record.ts'
import { runBuiltCli, type CliOptions, type CliRun } from '../support/cli.ts'
import { collect } from '../support/collect.ts'
import { crashBenchOf, openCrashApp } from '../support/crash-app.ts'
import { startFaultyProxy } from '../support/faulty-proxy.ts'
import { benchCode, startRealBench, type RealBench } from '../support/real-bench.ts'
import { sampleProjectSettings } from '../support/samples.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'

let bench: RealBench

beforeAll(async () => {
  bench = await startRealBench()
})
afterAll(() => bench.close())

/** The app without its window, on a data folder that the command line has, too. */
async function openApp(dataFolder: string): Promise<Services> {
  const services = await openCrashApp({ ...crashBenchOf(bench), dataFolder })
  onTestFinished(() => services.close())
  return services
}

function pack(dataFolder: string, words: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const variables = { ...bench.variables, UAI_DATA_FOLDER: dataFolder }
  return runBuiltCli(['pack', ...words], { folder: bench.projectFolder, variables, ...options })
}

function listed({ history }: Services): PackRow[] {
  return history.list(noPackFilter, { offset: 0, limit: 50 }).rows
}

it('keeps what the command line packs, as the app does, whether the app runs or not', async () => {
  const dataFolder = await makeTemporaryFolder()
  expect((await pack(dataFolder, bench.flags())).exitCode).toBe(0)
  const services = await openApp(dataFolder)
  const [first] = listed(services)
  expect(first).toMatchObject({ state: 'succeeded', projectId: null, origin: 'here', pushCount: 1 })

  const { id: projectId } = services.projects.save({
    id: null,
    settings: sampleProjectSettings({ codePath: join(bench.projectFolder, 'code') }),
  })
  expect((await pack(dataFolder, bench.flags({ train_params: '--epochs 3' }))).exitCode).toBe(0)
  const [second] = listed(services)
  expect(services.jobs.list()[0]).toMatchObject({ id: second?.id, state: 'succeeded', projectId })
  if (second === undefined) return
  const record = services.history.record(second.id)
  expect(record).toMatchObject({ codeState: 'kept', hasLog: true })
  expect(record.request.project.trainParams).toBe('--epochs 3')
  expect(record.details.images.map(({ name }) => name)).toEqual([bench.cpuImage, bench.gpuImage])
  expect(record.details.commandFile).toBe(await readFile(join(bench.projectFolder, 'uaitrain_cmd.txt'), 'utf8'))
  const { items } = await collect(services.history.files(second.id))
  expect(items.flat().filter(({ type }) => type === 'file')).toHaveLength(Object.keys(benchCode).length)
})

it('keeps failed, cancelled and killed ones, and takes none that runs for cut off', async () => {
  const dataFolder = await makeTemporaryFolder()
  const services = await openApp(dataFolder)
  const wrong = { ...bench.variables, UAI_UHUB_PASSWORD: 'wrong', UAI_DATA_FOLDER: dataFolder }
  expect((await pack(dataFolder, bench.flags(), { variables: wrong })).exitCode).toBe(1)

  const proxy = await startFaultyProxy({ host: '127.0.0.1', port: bench.registry.port }, { bytesPerSecond: 50_000 })
  onTestFinished(() => proxy.stop())
  const big = join(bench.projectFolder, 'code', 'big.bin')
  await writeFile(big, randomBytes(5_000_000))
  onTestFinished(() => rm(big))
  const slow = bench.flags({ uhub_host: `127.0.0.1:${proxy.port}` })
  const states: (readonly string[])[] = []
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    let kill: (signal: NodeJS.Signals) => void = () => undefined
    await pack(dataFolder, slow, {
      onStart: (process) => (kill = process.kill),
      onErrors: (text) => {
        if (!text.includes('Push to UHub')) return
        // A look at the list must not end what another process runs.
        states.push([listed(services)[0]?.state ?? '', services.jobs.list()[0]?.state ?? ''])
        kill(signal)
      },
    })
  }
  expect(states.map(([state]) => state)).not.toContain('interrupted')
  services.jobs.list()
  expect(listed(services).map(({ state }) => state)).toEqual(['interrupted', 'cancelled', 'failed'])
})

it('packs all the same where the app’s database is damaged, and leaves that to the app', async () => {
  const dataFolder = await makeTemporaryFolder()
  await writeFile(databasePathOf(dataFolder), 'garbage '.repeat(2000))
  const { exitCode, errors } = await pack(dataFolder, bench.flags())
  expect(exitCode).toBe(0)
  expect(errors).toContain('warning: this pack is not kept in the app')
  expect(await readFile(databasePathOf(dataFolder), 'utf8')).toContain('garbage')
  const services = await openApp(dataFolder)
  expect(services.damagedPath).not.toBeNull()
})
