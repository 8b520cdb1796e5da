import { isLoopbackHost } from '../network/loopback.ts'

/** Docker Hub's name in references is not the host that serves it. */
const servedBy: Readonly<Record<string, string>> = { 'docker.io': 'registry-1.docker.io' }

/** HTTPS, but for a registry on this very machine, as the engine has it. */
export function registryUrl(host: string): URL {
  const served = Object.hasOwn(servedBy, host) ? (servedBy[host] ?? host) : host
  const url = new URL(`https://${served}/`)
  if (isLoopbackHost(url.hostname)) return new URL(`http://${served}/`)
  return url
}

/** Whether a password may be sent there. */
export function isPrivateUrl(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname))
}
