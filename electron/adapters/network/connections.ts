import { createSecureContext } from 'node:tls'
import type { Dispatcher } from 'undici'
import { isLoopbackHost } from './loopback.ts'
import { trustedCertificates } from './trusted-certificates.ts'

/** Ways to other machines: through the proxy that the environment names, trusting whom the system trusts. */
export interface Connections {
  to(url: URL): Promise<Dispatcher>
}

const connectLimitMs = 10_000

export function createConnections(environment: Readonly<Record<string, string | undefined>>): Connections {
  let near: Promise<Dispatcher> | null = null
  let far: Promise<Dispatcher> | null = null
  return {
    // A proxy cannot reach this machine's own loopback.
    to: (url) => (isLoopbackHost(url.hostname) ? (near ??= connectNear()) : (far ??= connectFar(environment))),
  }
}

async function connectNear(): Promise<Dispatcher> {
  const { Agent } = await import('undici')
  return new Agent({ connect: { timeout: connectLimitMs } })
}

async function connectFar(environment: Readonly<Record<string, string | undefined>>): Promise<Dispatcher> {
  const { EnvHttpProxyAgent } = await import('undici')
  const secureContext = createSecureContext({ ca: [...(await trustedCertificates(environment))] })
  const tls = { secureContext, timeout: connectLimitMs }
  return new EnvHttpProxyAgent({ connect: tls, requestTls: tls, proxyTls: tls, ...proxiesOf(environment) })
}

/** In lower case they come first, as everywhere. */
function proxiesOf(environment: Readonly<Record<string, string | undefined>>) {
  const find = (name: string): string => environment[name.toLowerCase()] ?? environment[name] ?? ''
  return { httpProxy: find('HTTP_PROXY'), httpsProxy: find('HTTPS_PROXY'), noProxy: find('NO_PROXY') }
}
