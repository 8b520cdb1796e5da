import { randomUUID } from 'node:crypto'
import type { Engine } from '../../electron/core/ports/engine.ts'
import { makeTar } from './tar.ts'
import { programFiles } from './tiny-image.ts'

/**
 * Makes an image that a test run can use, without a Python of its own: its `/usr/bin/python` is the shell, so the
 * main file is a shell script.
 */
export async function importRunnerImage(options: {
  readonly engine: Engine
  readonly tag: string
  readonly mainFile: string
  readonly signal: AbortSignal
}): Promise<string> {
  const { engine, tag, mainFile, signal } = options
  const programs = await programFiles([
    'bash',
    'sh',
    'sleep',
    'seq',
    'cat',
    'mkdir',
    'chmod',
    'ls',
    'find',
    'chown',
    'env',
  ])
  const files = {
    'etc/identity': randomUUID(),
    ...programs,
    'usr/bin/python': { content: '#!/bin/sh\nexec /bin/sh "$@"\n', mode: 0o755 },
    'data/main.py': mainFile,
  }
  return engine.importImage({ rootFileSystem: makeTar(files), tag, signal })
}
