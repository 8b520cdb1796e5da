import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { RegistryAuth } from '../../electron/core/ports/registry.ts'
import { startGate } from './gate.ts'
import { startTestRegistry } from './registry-server.ts'

const run = promisify(execFile)

export interface FullRegistry {
  readonly auth: RegistryAuth
  stop(): Promise<void>
}

/** What docker-registry 2.8 answers when its disk is full. */
const wordsOfFullDisk = JSON.stringify({
  errors: [{ code: 'UNKNOWN', message: 'unknown error', detail: { Op: 'write', Path: '/storage', Err: 28 } }],
})

/** A registry whose disk has room for a few megabytes; for who may not mount, one that answers as if it were so. */
export function startFullRegistry(): Promise<FullRegistry> {
  return process.getuid?.() === 0 ? onSmallDisk() : asIfFull()
}

async function onSmallDisk(): Promise<FullRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'uai-small-disk-'))
  await run('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder])
  const registry = await startTestRegistry({ storageFolder: folder })
  return {
    auth: registry.auth,
    stop: async () => {
      await registry.stop()
      await run('umount', [folder])
      await rm(folder, { recursive: true })
    },
  }
}

async function asIfFull(): Promise<FullRegistry> {
  const registry = await startTestRegistry()
  const gate = await startGate(registry.port)
  gate.answer(({ method, path }) => method === 'PATCH' && path.includes('/blobs/uploads/'), 500, wordsOfFullDisk)
  return {
    auth: { ...registry.auth, host: gate.host },
    stop: async () => {
      await gate.stop()
      await registry.stop()
    },
  }
}
