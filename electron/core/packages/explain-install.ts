import { AppError } from '../../../shared/errors.ts'
import type { InstallProblem } from '../../../shared/model/packages.ts'
import type { InstallStep } from './install-steps.ts'

interface Sign {
  readonly problem: InstallProblem
  readonly tool?: InstallStep['tool']
  /** Its first group, if there is one, names the package. */
  readonly pattern: RegExp
}

/** In the order of what explains the others: without a network every name is unknown, too. */
const signs: readonly Sign[] = [
  { problem: 'no-apt', tool: 'apt', pattern: /apt-get: (?:command )?not found/ },
  { problem: 'no-python', pattern: /^(\/\S+): not found$/m },
  { problem: 'no-pip', tool: 'pip', pattern: /No module named '?pip\b/ },
  { problem: 'no-space', pattern: /No space left on device|You don't have enough free space/ },
  { problem: 'certificate', pattern: /CERTIFICATE_VERIFY_FAILED|SSLError|not a trusted or secure host/ },
  {
    problem: 'no-network',
    pattern:
      /Temporary failure (?:in name resolution|resolving)|Network is unreachable|Connection refused|timed out|NewConnectionError|ProxyError|Could not (?:connect|resolve)/,
  },
  { problem: 'python-version', tool: 'pip', pattern: /Package '([^']+)' requires a different Python/ },
  {
    problem: 'conflict',
    pattern: /ResolutionImpossible|conflicting dependencies|unmet dependencies|held broken packages/,
  },
  {
    problem: 'no-compiler',
    tool: 'pip',
    pattern: /unable to execute '?\S*(?:gcc|g\+\+|cc)'?|command '?\S*(?:gcc|g\+\+)'? failed|Python\.h: No such file/,
  },
  { problem: 'not-found', tool: 'pip', pattern: /No matching distribution found for ([^\s(]+)/ },
  {
    problem: 'not-found',
    tool: 'apt',
    pattern: /(?:Unable to locate package|no installation candidate|Version '\S+' for) '?([^\s']*)/,
  },
]

/** What a failed step means, from the last lines that it wrote. */
export function explainInstall(tool: InstallStep['tool'], lines: readonly string[]): AppError {
  const text = lines.join('\n')
  for (const { problem, pattern, ...sign } of signs) {
    if (sign.tool !== undefined && sign.tool !== tool) continue
    const found = pattern.exec(text)
    if (found !== null) {
      const words = lines.find((line) => pattern.test(line)) ?? found[0]
      return new AppError('install-failed', { reason: problem, package: found[1] ?? '', words: words.trim() })
    }
  }
  const words = lines.findLast((line) => line.trim() !== '') ?? ''
  return new AppError('install-failed', { reason: 'other', package: '', words: words.trim() })
}
