import { createHash } from 'node:crypto'
import { access, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { EnginePlace } from '../../core/doctor/machine.ts'

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
  return (await findEnginePlace(source)).address
}

export async function findEnginePlace(source: AddressSource): Promise<EnginePlace> {
  const { environment, homeFolder, platform } = source
  const host = environment['DOCKER_HOST']
  if (host) {
    const address = host.includes('://') ? host : `tcp://${host}`
    return { address, foundBy: 'variable', missingContext: null }
  }
  const context = await readContext(source)
  if (context !== null && context.host !== null) {
    return { address: context.host, foundBy: 'context', missingContext: null }
  }
  const missingContext = context?.name ?? null
  if (platform === 'win32') {
    return { address: 'npipe:////./pipe/docker_engine', foundBy: 'default', missingContext }
  }
  const runtimeFolder = environment['XDG_RUNTIME_DIR']
  const sockets = [
    '/var/run/docker.sock',
    join(homeFolder, '.docker/run/docker.sock'),
    ...(runtimeFolder ? [join(runtimeFolder, 'docker.sock')] : []),
  ]
  for (const socket of sockets) {
    if (await exists(socket)) return { address: `unix://${socket}`, foundBy: 'socket', missingContext }
  }
  return { address: 'unix:///var/run/docker.sock', foundBy: 'default', missingContext }
}

/**
 * The chosen context; null for the default one. Contexts are kept in folders named by the hash of their name
 * (docker/cli, `cli/context/store`); one that is not there has no host.
 */
async function readContext({
  environment,
  homeFolder,
}: AddressSource): Promise<{ name: string; host: string | null } | null> {
  const folder = environment['DOCKER_CONFIG'] ?? join(homeFolder, '.docker')
  const config = (await readJson(join(folder, 'config.json'))) as { currentContext?: unknown } | null
  const name = environment['DOCKER_CONTEXT'] ?? config?.currentContext
  if (typeof name !== 'string' || name === '' || name === 'default') return null
  const hash = createHash('sha256').update(name).digest('hex')
  const context = (await readJson(join(folder, 'contexts/meta', hash, 'meta.json'))) as {
    Endpoints?: { docker?: { Host?: unknown } }
  } | null
  const host = context?.Endpoints?.docker?.Host
  return { name, host: typeof host === 'string' && host !== '' ? host : null }
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
