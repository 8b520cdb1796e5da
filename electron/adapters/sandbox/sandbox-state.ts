import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { z } from 'zod'
import type { Files } from '../../core/ports/files.ts'

/** What a sandbox keeps between starts, so that image names and accounts stay valid. No secret is in it. */
const SandboxState = z.object({
  /** Tells this sandbox's servers from whatever else may listen on the same ports later. */
  instance: z.string(),
  registryPort: z.number().int(),
  servicePort: z.number().int(),
})
export type SandboxState = z.infer<typeof SandboxState>

/** Reads the state from the sandbox's folder; makes it, with two free ports, the first time. */
export async function loadSandboxState(folder: string, files: Files): Promise<SandboxState> {
  const path = join(folder, 'sandbox.json')
  const kept = await readState(path)
  if (kept) return kept
  const state: SandboxState = {
    instance: randomBytes(8).toString('hex'),
    registryPort: await findFreePort(),
    servicePort: await findFreePort(),
  }
  await mkdir(folder, { recursive: true })
  await files.replace(path, `${JSON.stringify(state, null, 2)}\n`)
  return state
}

async function readState(path: string): Promise<SandboxState | null> {
  try {
    return SandboxState.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    // Missing, or not ours to read: a sandbox holds nothing that cannot be made again.
    return null
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
