import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFile, realpath } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import type { Engine } from '../../electron/core/ports/engine.ts'
import { makeTar } from './tar.ts'
import type { TarFile } from './tar.ts'

const run = promisify(execFile)
/** Enough to write, wait, fail and use memory up. */
const programs = ['sh', 'sleep', 'seq', 'cat', 'head', 'tail', 'printf', 'true']

/** Makes an image of a few of this machine's own programs, different from every other, and returns its id. */
export async function importTinyImage(engine: Engine, tag: string, signal: AbortSignal): Promise<string> {
  const files = { 'etc/identity': randomUUID(), ...(await programFiles(programs)) }
  return engine.importImage({ rootFileSystem: makeTar(files), tag, signal })
}

/** This machine's own programs and the libraries they need, as they lie in an image. */
export async function programFiles(names: readonly string[]): Promise<Record<string, TarFile>> {
  const files: Record<string, TarFile> = {}
  for (const program of names) {
    const { stdout } = await run('/bin/sh', ['-c', 'command -v "$0"', program])
    const path = stdout.startsWith('/') ? stdout.trim() : `/usr/bin/${program}`
    files[`bin/${basename(program)}`] = { content: await readFile(await realpath(path)), mode: 0o755 }
    for (const library of await librariesOf(path)) {
      files[library.slice(1)] ??= { content: await readFile(await realpath(library)), mode: 0o755 }
    }
  }
  return files
}

async function librariesOf(path: string): Promise<string[]> {
  const { stdout } = await run('ldd', [path])
  return [...stdout.matchAll(/(\/\S+) \(0x/g)].map((match) => match[1] ?? '')
}
