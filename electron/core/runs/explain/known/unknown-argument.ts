import type { KnownFailure } from '../known-failure.ts'

/** Of argparse, absl and click; the platform's own arguments come after the user's. */
export const unknownArgument: KnownFailure = {
  id: 'unknown-argument',
  pattern:
    /error: unrecognized arguments?: (.+)|absl.*Unknown command line flag '([\w-]+)'|UnrecognizedFlagError: Unknown command line flag '([\w-]+)'|error: ambiguous option: (\S+)|No such option: (\S+)/,
}
