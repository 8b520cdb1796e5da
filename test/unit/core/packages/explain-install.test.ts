import { describe, expect, it } from 'vitest'
import { explainInstall } from '../../../../electron/core/packages/explain-install.ts'

/** As the programs write them: pip 9 to 23, apt of Ubuntu 14.04 to Debian 12. */
const seen = [
  ['pip', 'ERROR: No matching distribution found for nltkk==3.8', 'not-found', 'nltkk==3.8'],
  ['pip', '  No matching distribution found for tqdmm (from -r r.txt (line 1))', 'not-found', 'tqdmm'],
  ['pip', '/usr/bin/python: No module named pip', 'no-pip', ''],
  ['pip', '/usr/bin/python: not found', 'no-python', '/usr/bin/python'],
  ['pip', 'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device', 'no-space', ''],
  [
    'pip',
    'ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/dependency-resolution/',
    'conflict',
    '',
  ],
  ['pip', "error: command 'x86_64-linux-gnu-gcc' failed: No such file or directory", 'no-compiler', ''],
  ['pip', "unable to execute 'gcc': No such file or directory", 'no-compiler', ''],
  ['pip', 'fatal error: Python.h: No such file or directory', 'no-compiler', ''],
  ['pip', "ERROR: Package 'scipy' requires a different Python: 3.6.2 not in '>=3.9'", 'python-version', 'scipy'],
  [
    'pip',
    'Could not fetch URL https://x/simple/: connection error: [SSL: CERTIFICATE_VERIFY_FAILED]',
    'certificate',
    '',
  ],
  ['apt', 'E: Unable to locate package libsndfil1', 'not-found', 'libsndfil1'],
  ['apt', "E: Version '1.0' for 'libc6' was not found", 'not-found', 'libc6'],
  ['apt', 'apt-get: not found', 'no-apt', ''],
  ['apt', "  Temporary failure resolving 'archive.ubuntu.com'", 'no-network', ''],
  ['apt', 'E: Unable to correct problems, you have held broken packages.', 'conflict', ''],
  ['link', '/opt/conda/bin/python: not found', 'no-python', '/opt/conda/bin/python'],
  ['pip', 'Killed', 'other', ''],
] as const

describe('a failed installation', () => {
  it.each(seen)('of %s that says “%s” is %s', (tool, line, reason, name) => {
    const error = explainInstall(tool, ['Collecting', line])
    expect(error.toData()).toEqual({
      code: 'install-failed',
      details: { reason, package: name, words: line.trim() },
    })
  })

  it('without a network is not for want of a package', () => {
    const lines = [
      'WARNING: Retrying (Retry(total=0)) after connection broken by NewConnectionError: [Errno 111] Connection refused',
      'ERROR: Could not find a version that satisfies the requirement nltk (from versions: none)',
      'ERROR: No matching distribution found for nltk',
    ]
    expect(explainInstall('pip', lines).details).toMatchObject({ reason: 'no-network' })
  })
})
