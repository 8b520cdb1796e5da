import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import type { CrashBench } from './crash-app.ts'
import { endWithProcess } from './programs.ts'

/** The program of `crash-program.ts`, as Node runs it. */
export interface CrashProgram {
  start(bench: CrashBench): ChildProcessWithoutNullStreams
  remove(): Promise<void>
}

const root = join(import.meta.dirname, '..', '..')
const program = new URL('./crash-program.ts', import.meta.url).pathname

export async function bundleCrashProgram(): Promise<CrashProgram> {
  // Below the repository, whose packages it needs.
  const folder = await mkdtemp(join(root, 'build', 'out', 'crash-program-'))
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: { ssr: program, outDir: folder },
  })
  return {
    start: (bench) => {
      const child = spawn(process.execPath, [join(folder, 'crash-program.js'), JSON.stringify(bench)], {
        stdio: 'pipe',
      })
      endWithProcess(child)
      return child
    },
    remove: () => rm(folder, { recursive: true }),
  }
}
