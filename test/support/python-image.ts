import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Engine } from '../../electron/core/ports/engine.ts'
import { makeTar, type TarFile } from './tar.ts'
import { programFiles } from './tiny-image.ts'

const run = promisify(execFile)
/** The system's own: one that a version manager puts before it would bring a shell script. */
const python = '/usr/bin/python3'
/** A tar of this kind has room for no longer ones. */
const maxNameLength = 100
const leftOut = /\/(?:test|tests|idlelib|tkinter|lib2to3|ensurepip|turtledemo|__pycache__|config-[^/]+|dist-packages)\//

/** Where Debian keeps the pip that a new environment is given. */
const wheels = '/usr/share/python-wheels'

/** Files of an image of this machine's Python with which it has this machine's pip, too. */
export async function pipFiles(): Promise<Record<string, TarFile>> {
  const wheel = (await readdir(wheels)).find((name) => name.startsWith('pip-'))
  if (wheel === undefined) throw new Error(`no pip in ${wheels}`)
  const version = (await run(python, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'])).stdout.trim()
  return {
    'usr/share/pip.whl': { content: await readFile(join(wheels, wheel)), mode: 0o644 },
    [`usr/local/lib/python${version}/dist-packages/pip.pth`]: { content: '/usr/share/pip.whl\n', mode: 0o644 },
  }
}

/** A file of the image's Python library. */
export async function libraryFile(path: string): Promise<string> {
  const { stdout } = await run(python, ['-c', 'import os; print(os.path.dirname(os.__file__))'])
  return join(stdout.trim(), path).slice(1)
}

/** Makes an image of this machine's own Python, with its library and a shell, and returns its id. */
export async function importPythonImage(options: {
  readonly engine: Engine
  readonly tag: string
  /** By path in the image. */
  readonly files: Readonly<Record<string, string | TarFile>>
  /** Whether there is a `/usr/bin/python`; there is when left out. */
  readonly hasPlatformPython?: boolean
  readonly signal: AbortSignal
}): Promise<string> {
  const { engine, tag, hasPlatformPython = true, signal } = options
  const library = (await run(python, ['-c', 'import os; print(os.path.dirname(os.__file__))'])).stdout.trim()
  const programs = await programFiles(['bash', 'sh', python, 'find', 'chown', 'rm', 'ln', 'readlink', 'sleep'])
  const files: Record<string, string | TarFile> = { 'etc/identity': randomUUID(), ...programs, ...options.files }
  if (hasPlatformPython) {
    files['usr/bin/python'] = { content: '#!/bin/sh\nexec /bin/python3 "$@"\n', mode: 0o755 }
  }
  for (const entry of await readdir(library, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && path.length < maxNameLength && !leftOut.test(path))
      files[path.slice(1)] = { content: await readFile(path), mode: 0o644 }
  }
  return engine.importImage({ rootFileSystem: makeTar(files), tag, signal })
}
