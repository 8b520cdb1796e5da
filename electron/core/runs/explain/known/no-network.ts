import type { KnownFailure } from '../known-failure.ts'

/** Downloads of data or weights, mostly. */
export const noNetwork: KnownFailure = {
  id: 'no-network',
  pattern:
    /Name or service not known|Temporary failure in name resolution|Could not resolve host|Network is unreachable|Connection refused|Failed to establish a new connection|Connection timed out|urlopen error/i,
}
