import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeDatabase, openDatabase } from '../../electron/adapters/store/open-database.ts'
import { createProjectStore } from '../../electron/adapters/store/projects.ts'
import { createProjectBench } from '../support/project-bench.ts'
import { endWithProcess } from '../support/programs.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'

const rounds = 10
const root = join(import.meta.dirname, '..', '..')
const program = new URL('../support/project-writer.ts', import.meta.url).pathname
const bundleFolder = join(root, 'build', 'out', 'project-writer')

beforeAll(async () => {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: { ssr: program, outDir: bundleFolder, emptyOutDir: true },
  })
})
afterAll(() => rm(bundleFolder, { recursive: true }))

/** Lets the program write for a moment, kills it, and gives the ids of what it had kept by then. */
async function writeAndKill(folder: string, afterMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(bundleFolder, 'project-writer.js'), folder], { stdio: 'pipe' })
  endWithProcess(child)
  let output = ''
  let errors = ''
  const ended = new Promise((resolve) => child.once('close', resolve))
  const begun = new Promise((resolve) => child.stdout.once('data', resolve))
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  await Promise.race([begun, ended])
  await delay(afterMs)
  child.kill('SIGKILL')
  await ended
  expect(errors).toBe('')
  // What was cut off in the middle of a line was not said.
  return output.split('\n').slice(0, -1)
}

it(`has all projects after it was killed while it wrote them, ${rounds} times over`, async () => {
  const folder = await makeTemporaryFolder()
  const { projectFiles } = await createProjectBench()
  const told = new Set<string>()
  for (let round = 0; round < rounds; round += 1) {
    for (const id of await writeAndKill(folder, 20 + 13 * round)) told.add(id)
    const database = await openDatabase({
      path: join(folder, 'app.db'),
      clock: { now: () => 0 },
      onDamaged: ({ words }) => {
        throw new Error(words)
      },
    })
    const kept = new Set<string>(
      createProjectStore(database)
        .list()
        .map(({ id }) => id),
    )
    closeDatabase(database)
    expect([...told].filter((id) => !kept.has(id))).toEqual([])
    // Whole, whether it is the one before or the one that was being written.
    expect((await projectFiles.readFile(join(folder, 'kept.uaitrain'))).settings.codePath).toBe(join(folder, 'code'))
  }
  expect(told.size).toBeGreaterThan(rounds)
})
