import { isIPv4 } from 'node:net'

/** Whether a URL's host name stays on this machine, so that plain HTTP shows nothing to anybody else. */
export function isLoopbackHost(hostname: string): boolean {
  const name = hostname.toLowerCase()
  if (name === 'localhost' || name === '::1' || name === '[::1]') return true
  return isIPv4(name) && name.startsWith('127.')
}
