import { createHash } from 'node:crypto'
import { access, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** What the search for the engine looks at. */
export interface AddressSource {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly homeFolder: string
  readonly platform: NodeJS.Platform
}

export function systemAddressSource(): AddressSource {
  return { environment: process.env, homeFolder: homedir(), platform: process.platform }
}

/**
 * Where the engine listens, as a URL: DOCKER_HOST, the current context of the docker command line, the engine's usual
 * sockets (of the system, of Docker Desktop, of a rootless engine). The first of these when none is there.
 */
export async function findEngineAddress(source: AddressSource): Promise<string> {
  const { environment, homeFolder, platform } = source
  const host = environment['DOCKER_HOST']
  if (host) return host.includes('://') ? host : `tcp://${host}`
  const contextHost = await readContextHost(source)
  if (contextHost !== null) return contextHost
  if (platform === 'win32') return 'npipe:////./pipe/docker_engine'
  const runtimeFolder = environment['XDG_RUNTIME_DIR']
  const sockets = [
    '/var/run/docker.sock',
    join(homeFolder, '.docker/run/docker.sock'),
    ...(runtimeFolder ? [join(runtimeFolder, 'docker.sock')] : []),
  ]
  for (const socket of sockets) if (await exists(socket)) return `unix://${socket}`
  return 'unix:///var/run/docker.sock'
}

/** Contexts are kept in folders named by the hash of their name (docker/cli, `cli/context/store`). */
async function readContextHost({ environment, homeFolder }: AddressSource): Promise<string | null> {
  const folder = environment['DOCKER_CONFIG'] ?? join(homeFolder, '.docker')
  const config = (await readJson(join(folder, 'config.json'))) as { currentContext?: unknown } | null
  const name = environment['DOCKER_CONTEXT'] ?? config?.currentContext
  if (typeof name !== 'string' || name === '' || name === 'default') return null
  const hash = createHash('sha256').update(name).digest('hex')
  const context = (await readJson(join(folder, 'contexts/meta', hash, 'meta.json'))) as {
    Endpoints?: { docker?: { Host?: unknown } }
  } | null
  const host = context?.Endpoints?.docker?.Host
  return typeof host === 'string' && host !== '' ? host : null
}

/** Null when there is no such file or it holds something else; the usual sockets are tried then. */
async function readJson(path: string): Promise<object | null> {
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'))
    return typeof content === 'object' ? content : null
  } catch {
    return null
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
