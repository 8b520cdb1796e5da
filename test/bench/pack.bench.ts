import { execFile } from 'node:child_process'
import { parseArgs, promisify } from 'node:util'
import { join } from 'node:path'
import { inspectImage, removeImage } from '../support/engine-images.ts'
import { makeBed } from './pack/bed.ts'
import type { Bed } from './pack/bed.ts'
import { makeCodeFolder, sizes } from './pack/code-folder.ts'
import { createCommandLineWay } from './pack/command-line-way.ts'
import { createDockerWay, findBuildCache, findDocker, removeBuildCache } from './pack/docker-way.ts'
import { createProgramWay } from './pack/program-way.ts'
import { states, tableOf, Times } from './pack/table.ts'
import type { State } from './pack/table.ts'
import type { Task, Way } from './pack/way.ts'

// A pack of both images and the push of one, by UCloud's tool's commands, by ours and by the barest script, side by
// side: in every round each way packs once after a clean start, once with a line changed and once with nothing changed.
const { values: chosen } = parseArgs({
  options: {
    /** small, medium (500 files, 50 MB) or large (20 000 files, 200 MB); may be given several times. */
    size: { type: 'string', multiple: true },
    /** MiB of data beside the code. */
    data: { type: 'string' },
    /** `slow`: 20 Mbit/s and 80 ms to the registry. */
    link: { type: 'string', default: 'plain' },
    rounds: { type: 'string', default: '3' },
    /** Only the ways that have this in their names, and ours. */
    way: { type: 'string', multiple: true },
    /** All sizes, beside 1 GB of data as well, and over the slow link: about an hour. */
    all: { type: 'boolean', default: false },
  },
})

interface Scene {
  readonly size: keyof typeof sizes
  readonly dataMebibytes: number
  readonly isSlow: boolean
}

const run = promisify(execFile)
/** What is under way comes to its end, so that all can be cleared away. */
const interrupted = new AbortController()
const ours = 'this app'
const rounds = Number(chosen.rounds)

function scenesOf(): Scene[] {
  const isSlow = chosen.link === 'slow'
  const plain: Scene[] = (['small', 'medium', 'large'] as const).map((size) => ({ size, dataMebibytes: 0, isSlow }))
  const besideData: Scene = { size: 'small', dataMebibytes: 1024, isSlow: false }
  if (chosen.all) return [besideData, ...plain, ...plain.map((scene) => ({ ...scene, isSlow: true }))]
  const wanted = chosen.size ?? ['small', 'medium']
  return plain
    .filter(({ size }) => wanted.includes(size))
    .map((scene) => ({ ...scene, dataMebibytes: Number(chosen.data ?? 0) }))
}

async function makeWays(folder: string): Promise<Way[]> {
  const program = await findDocker()
  if (program === null) process.stdout.write('  without Docker’s own client: there is none here that has BuildKit\n')
  const builders = program === null ? [] : (['legacy builder', 'BuildKit'] as const)
  const ways = [
    ...(['project', 'code'] as const).flatMap((context) =>
      builders.map((builder) => createDockerWay({ program: program ?? '', folder, builder, context })),
    ),
    createProgramWay({ name: 'a bare script', folder, program: 'floor.program.mjs' }),
    createProgramWay({ name: ours, folder, program: 'ours.program.mjs' }),
    createCommandLineWay({ name: 'its command line', folder }),
  ]
  const isWanted = ({ name }: Way): boolean =>
    name === ours || (chosen.way?.some((part) => name.includes(part)) ?? true)
  const unwanted = ways.filter((way) => !isWanted(way))
  for (const way of unwanted) await way.close()
  return ways.filter(isWanted)
}

/** Seconds; what an earlier image has lost its name to is cleared away afterwards. */
async function measure(way: Way, task: Task): Promise<number> {
  const images = [task.cpuImage, task.gpuImage]
  const before = await Promise.all(images.map((image) => inspectImage(image)))
  interrupted.signal.throwIfAborted()
  // What others have left to be written would be counted to whoever comes next.
  await run('sync')
  const began = performance.now()
  await way.run(task)
  const seconds = (performance.now() - began) / 1000
  for (const [index, image] of images.entries()) {
    const [former, made] = [before[index], await inspectImage(image)]
    if (made === null) throw new Error(`${way.name} did not make ${image}`)
    if (former && former.id !== made.id) await removeImage(former.id)
  }
  return seconds
}

async function measureRound(way: Way, task: Task, add: (state: State, seconds: number) => void): Promise<void> {
  await way.reset(task)
  for (const image of [task.cpuImage, task.gpuImage]) await removeImage(image)
  for (const state of states) {
    if (state !== 'same') task.code.change()
    add(state, await measure(way, task))
  }
}

async function play(scene: Scene, bed: Bed): Promise<void> {
  const { size, dataMebibytes, isSlow } = scene
  const { fileCount, fileBytes } = sizes[size]
  const dataBytes = dataMebibytes * 1024 * 1024
  const code = makeCodeFolder(join(bed.folder, size), { fileCount, fileBytes, dataBytes })
  const ways = await makeWays(bed.folder)
  const times = new Times()
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, way] of ways.entries()) {
        const name = `bench-${process.pid}-${index}`
        const [cpuImage, gpuImage] = [`${name}-cpu:${size}`, `${bed.auth.host}/demo/${name}:${size}`]
        const task: Task = { ...bed, code, cpuImage, gpuImage }
        try {
          await measureRound(way, task, (state, seconds) => times.add(way.name, state, seconds))
        } finally {
          for (const image of [cpuImage, gpuImage]) await removeImage(image)
        }
      }
    }
    const beside = dataMebibytes > 0 ? `, ${dataMebibytes} MiB of data beside them` : ''
    const link = isSlow ? ', 20 Mbit/s and 80 ms to the registry' : ''
    tell(`${fileCount} files, ${(fileCount * fileBytes) / 1e6} MB${beside}${link}; medians of ${rounds}, seconds`)
    for (const line of tableOf(times, { ways: ways.map(({ name }) => name), ours })) tell(line)
    for (const way of ways) for (const line of await way.remarks()) tell(line)
    tell('')
  } finally {
    for (const way of ways) await way.close()
  }
}

function tell(line: string): void {
  process.stdout.write(`  ${line}\n`)
}

for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort())
const buildCache = await findBuildCache()
for (const scene of scenesOf()) {
  const bed = await makeBed(scene)
  try {
    await play(scene, bed)
  } finally {
    await bed.remove()
    await removeBuildCache(buildCache)
  }
}
