import type Dockerode from 'dockerode'
import { readFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import { Agent as SecureAgent } from 'node:https'
import { join } from 'node:path'
import { sshTunnelTo } from './ssh-tunnel.ts'

/** dockerode's transport: it knows sockets, pipes and TLS. */
export type Modem = Dockerode['modem']

/**
 * Loaded when first needed, so that the window does not wait for it. Every request has a connection of its own: one
 * kept from before a restart of the engine would fail the next request.
 */
export async function createModem(address: string, environment: NodeJS.ProcessEnv): Promise<Modem> {
  // Its transport would print the headers of every request, the registry's password among them.
  delete process.env['DEBUG']
  const { default: Docker } = await import('dockerode')
  return new Docker(await modemOptions(address, environment)).modem
}

type ModemOptions = Dockerode.DockerOptions & { readonly agent?: Agent }

async function modemOptions(address: string, environment: NodeJS.ProcessEnv): Promise<ModemOptions> {
  const pipe = /^(?:unix|npipe):\/\/(.+)$/.exec(address)?.[1]
  // An empty host keeps dockerode from reading DOCKER_HOST once more.
  if (pipe !== undefined) return { socketPath: pipe, host: '', protocol: 'http', agent: new Agent() }
  const url = new URL(address)
  if (url.protocol === 'ssh:') {
    // Its own way by ssh trusts any machine.
    const { socketPath } = await sshTunnelTo(address)
    return { socketPath, host: '', protocol: 'http', agent: new Agent() }
  }
  const { hostname: host, port } = url
  const folder = environment['DOCKER_CERT_PATH']
  const secure = url.protocol === 'https:' || port === '2376' || Boolean(environment['DOCKER_TLS_VERIFY'])
  if (!secure) return { protocol: 'http', host, port: port || 2375, agent: new Agent() }
  const certificates = folder ? await readCertificates(folder) : {}
  return { protocol: 'https', host, port: port || 2376, agent: new SecureAgent(), ...certificates }
}

async function readCertificates(folder: string): Promise<{ ca: Buffer; cert: Buffer; key: Buffer }> {
  const read = (name: string): Promise<Buffer> => readFile(join(folder, name))
  const [ca, cert, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')])
  return { ca, cert, key }
}
