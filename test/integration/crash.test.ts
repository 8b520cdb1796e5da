import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jobLabel } from '../../electron/core/runs/plan-test.ts'
import type { Services } from '../../electron/services.ts'
import { databasePathOf } from '../../electron/services/data-paths.ts'
import { JobId } from '../../shared/model/ids.ts'
import { noPackFilter } from '../../shared/model/pack-record.ts'
import { commandFileText } from '../../shared/uaitrain/commands.ts'
import { collect } from '../support/collect.ts'
import { crashBenchOf, openCrashApp, type CrashBench } from '../support/crash-app.ts'
import { bundleCrashProgram, type CrashProgram } from '../support/start-crash-program.ts'
import { findUnnamedWithLabel } from '../support/raw-engine.ts'
import { waitUntil } from '../support/own-engine.ts'
import { startRealBench, type RealBench } from '../support/real-bench.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'

/** `UAI_CRASH_ROUNDS` for the long form, `UAI_CRASH_SEED` to have the same moments again. */
const rounds = Number(process.env['UAI_CRASH_ROUNDS'] ?? 6)
const seed = Number(process.env['UAI_CRASH_SEED'] ?? Date.now() % 1_000_000)
/** From its start on; a round of all that the program does takes less. */
const longestMs = 6000
/** A round, with the start and the look after its kill. */
const roundLimitMs = 60_000
const everyRow = { offset: 0, limit: 100_000 }
const never = new AbortController().signal

let real: RealBench
let program: CrashProgram

beforeAll(async () => {
  real = await startRealBench()
  program = await bundleCrashProgram()
})
afterAll(async () => {
  await program.remove()
  await real.close()
})

/** What the program has said, by what it said of it. */
class Told {
  readonly #ids = new Map<string, string[]>()

  add(line: string): void {
    const end = line.lastIndexOf(' ')
    const [what, id] = [line.slice(0, end), line.slice(end + 1)] as const
    this.#ids.set(what, [...this.of(what), id])
  }

  of(what: string): readonly JobId[] {
    return (this.#ids.get(what) ?? []).map((id) => JobId.parse(id))
  }
}

describe(`kill -9 at random moments (seed ${seed})`, () => {
  const random = createRandom(seed)
  const moments = Array.from({ length: rounds }, (_, index) => [index + 1, Math.round(random() * longestMs)] as const)
  const told = new Told()

  afterAll(() => {
    const counts = ['packed', 'pushed', 'tested', 'imported', 'removed'].map(
      (what) => `${what} ${told.of(what).length}`,
    )
    process.stdout.write(`${rounds} kills: ${counts.join(', ')}\n`)
    expect(told.of('begun').length).toBeGreaterThan(0)
  })

  it.each(moments)(
    'has lost nothing and left nothing after kill %i, %i ms after the start',
    async (_, afterMs) => {
      const bench = crashBenchOf(real)
      await runAndKill(bench, { told, afterMs })
      await checkAfterKill(bench, told)
    },
    roundLimitMs,
  )
})

async function runAndKill(bench: CrashBench, { told, afterMs }: { told: Told; afterMs: number }): Promise<void> {
  const child = program.start(bench)
  let [output, errors] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const ended = new Promise((resolve) => child.once('close', resolve))
  await Promise.race([delay(afterMs), ended])
  child.kill('SIGKILL')
  await ended
  expect(errors).toBe('')
  // What was cut off in the middle of a line was not said.
  for (const line of output.split('\n').slice(0, -1)) told.add(line)
}

/** A new start, and what must be so then. */
async function checkAfterKill(bench: CrashBench, told: Told): Promise<void> {
  const services = await openCrashApp(bench)
  try {
    // Their containers went on, and the new start has taken them up.
    for (const { id } of services.jobs.unfinishedTests) await collect(services.jobs.watch(id, 0, never))
    checkDatabase(bench)
    checkJobs(bench, told)
    await checkRecords(services, told)
    await checkCommandFile(bench, services)
    const isClean = async (): Promise<boolean> => (await leftBehind(bench, services)).length === 0
    await waitUntil(isClean)
      .catch(() => waitUntil(isClean))
      .catch(async () => {
        expect(await leftBehind(bench, services)).toEqual([])
      })
  } finally {
    await services.close()
  }
}

function checkDatabase({ dataFolder }: CrashBench): void {
  const database = new Database(databasePathOf(dataFolder), { readonly: true })
  try {
    expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }])
    expect(database.pragma('foreign_key_check')).toEqual([])
    const blobs = database.prepare('SELECT sha256 FROM code_blob').all([]) as { sha256: string }[]
    const lost = blobs.filter(({ sha256 }) => !existsSync(join(dataFolder, 'code', sha256.slice(0, 2), sha256)))
    expect(lost).toEqual([])
  } finally {
    database.close()
  }
}

/** What was begun is there, and what was cut off says so. */
function checkJobs(bench: CrashBench, told: Told): void {
  const states = statesOfJobs(bench)
  expect([...states].filter(([, state]) => state !== 'succeeded' && state !== 'interrupted')).toEqual([])
  const succeeded = new Set([...told.of('packed'), ...told.of('pushed'), ...told.of('tested')])
  for (const id of succeeded) expect(states.get(id)).toBe('succeeded')
  for (const id of told.of('begun')) expect(states.has(id), `${id} was begun`).toBe(true)
}

/** Of all jobs there are; the app lists the newest. */
function statesOfJobs({ dataFolder }: CrashBench): Map<string, string> {
  const database = new Database(databasePathOf(dataFolder), { readonly: true })
  try {
    const rows = database.prepare('SELECT id, state FROM job').all([]) as { id: string; state: string }[]
    return new Map(rows.map(({ id, state }) => [id, state]))
  } finally {
    database.close()
  }
}

async function checkRecords(services: Services, told: Told): Promise<void> {
  const { rows } = services.history.list(noPackFilter, everyRow)
  const kept = new Set(rows.map(({ id }) => id))
  const removing = new Set(told.of('removing'))
  expect(told.of('imported').filter((id) => !kept.has(id) && !removing.has(id))).toEqual([])
  expect(told.of('removed').filter((id) => kept.has(id))).toEqual([])
  const imported = told.of('imported').filter((id) => kept.has(id))
  expect(imported.filter((id) => !services.history.record(id).hasLog)).toEqual([])
  for (const id of told.of('packed')) {
    const { details, pushes } = services.history.record(id)
    expect(details.images.map(({ lane }) => lane)).toEqual(['cpu', 'gpu'])
    expect(pushes.length).toBeGreaterThan(0)
    expect(details.commandFile).not.toBeNull()
  }
  const newest = rows.find(({ id }) => services.history.record(id).codeState === 'kept')
  if (newest === undefined) return
  const folder = join(await makeTemporaryFolder(), 'restored')
  await collect(services.history.restore(newest.id, folder, never))
  expect((await readdir(folder)).sort()).toEqual(['lib', 'mnist.py', 'weights.bin', 'with space.txt'])
}

/** Whole, or set aside. */
async function checkCommandFile({ projectFolder }: CrashBench, { history }: Services): Promise<void> {
  const text = await readFile(join(projectFolder, 'uaitrain_cmd.txt'), 'utf8').catch(() => null)
  if (text === null) return
  const { rows } = history.list(noPackFilter, everyRow)
  const texts = rows.flatMap(({ id }) => {
    const { result } = history.record(id).job
    return result?.kind === 'pack' ? [commandFileText(result.commands)] : []
  })
  // It is written a little before its pack has ended.
  if (texts.length > 0) expect(texts).toContain(text)
}

/** What a new start is to clear away: containers, images without a name, files half-written or of nobody. */
async function leftBehind(bench: CrashBench, { jobs, engine }: Services): Promise<string[]> {
  const { dataFolder, projectFolder, imageName } = bench
  const ids = [...statesOfJobs(bench).keys()]
  const containers = await Promise.all(
    jobs.interruptedIds.map((value) => engine.findContainers({ name: jobLabel, value }, never)),
  )
  const images = await findUnnamedWithLabel(`cn.ucloud.uai-train-packer.project=${imageName}`)
  const halves = [...(await namesIn(join(dataFolder, 'code'))), ...(await namesIn(projectFolder))]
  const logs = await namesIn(join(dataFolder, 'jobs'))
  const isOfNobody = (name: string): boolean => !ids.some((id) => name.startsWith(id))
  return [
    ...containers.flat(),
    ...images,
    ...halves.filter((name) => name.endsWith('.tmp')),
    ...logs.filter(isOfNobody),
    ...(await namesIn(dataFolder)).filter((name) => name.includes('.db.')),
  ]
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder, { recursive: true }).catch(() => [])
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function createRandom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
