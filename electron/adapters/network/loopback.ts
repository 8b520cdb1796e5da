import { isIPv4 } from 'node:net'

/** Whether a URL's host name stays on this machine, so that plain HTTP shows nothing to anybody else. */
export function isLoopbackHost(hostname: string): boolean {
  const name = hostname.toLowerCase()
  if (name === 'localhost' || name === '::1' || name === '[::1]') return true
  return isIPv4(name) && name.startsWith('127.')
}

/**
 * Whether a URL's host name means this machine or its nearest neighbours, by any of its names: what answers there
 * trusts whoever asks, and nobody from elsewhere has any business to point to it.
 */
export function isInnerHost(hostname: string): boolean {
  const name = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
  if (isLoopbackHost(name) || name.endsWith('.localhost') || name === '::') return true
  if (isIPv4(name)) return name.startsWith('0.') || name.startsWith('169.254.')
  if (/^fe[89ab][0-9a-f]:/.test(name)) return true
  // The same addresses, written as addresses of the newer kind.
  const mapped = /^::(?:ffff:)?([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(name)
  if (mapped === null) return false
  const [high, low] = [mapped[1], mapped[2]].map((part) => Number.parseInt(part ?? '', 16))
  return isInnerHost([(high ?? 0) >> 8, (high ?? 0) & 255, (low ?? 0) >> 8, (low ?? 0) & 255].join('.'))
}
