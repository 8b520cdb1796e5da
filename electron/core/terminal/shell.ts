import type { PackageSettings } from '../../../shared/model/packages.ts'
import type { ExecSpec } from '../ports/container-work.ts'
import { sourcesOf } from '../packages/install-steps.ts'

const script = 'if command -v bash >/dev/null 2>&1; then exec bash; fi; exec sh'

/**
 * A shell as root, whatever user the image runs as. What it is told, the proxy with its password too, is the shell's own
 * and in no image; it writes down nothing of what is typed.
 */
export function shellOf(settings: PackageSettings): ExecSpec {
  return {
    command: ['/bin/sh', '-c', script],
    environment: {
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      HISTFILE: '',
      LESSHISTFILE: '-',
      PYTHON_HISTORY: '/dev/null',
      ...sourcesOf(settings),
    },
    user: '0',
  }
}
