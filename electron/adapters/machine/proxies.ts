import type { ProxySettings } from '../../core/doctor/machine.ts'
import { withoutPassword } from '../network/without-password.ts'

/** The variables that programs agree on; the small ones count first, as for curl. */
export function readProxies(environment: Readonly<Record<string, string | undefined>>): ProxySettings {
  const find = (name: string): string => environment[name] ?? environment[name.toUpperCase()] ?? ''
  return {
    http: withoutPassword(find('http_proxy')),
    https: withoutPassword(find('https_proxy')),
    none: find('no_proxy'),
  }
}
