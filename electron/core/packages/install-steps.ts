import type { ExecSpec } from '../ports/container-work.ts'
import type { Recipe } from './recipe.ts'

export interface InstallStep {
  readonly tool: 'apt' | 'link' | 'pip'
  /** What is told of it in the log. */
  readonly title: string
  readonly spec: ExecSpec
}

export const requirementsPath = '/tmp/uai-train-packer-requirements.txt'

/** An address that does not answer is given up in seconds, so that another can be set: theirs is a minute and more. */
const answerLimitSeconds = 10
const aptPatience = ['Retries=1', `http::Timeout=${answerLimitSeconds}`, `https::Timeout=${answerLimitSeconds}`]
  .map((option) => `-o Acquire::${option}`)
  .join(' ')

/** Words come after the script as its own, so that no shell takes them apart. */
const aptScript = [
  'set -e',
  'command -v apt-get >/dev/null || { echo "apt-get: not found" >&2; exit 127; }',
  `apt-get ${aptPatience} update`,
  `apt-get ${aptPatience} install -y --no-install-recommends "$@"`,
  'apt-get clean',
  'rm -rf /var/lib/apt/lists/*',
].join('\n')

const linkScript = 'test -x "$1" || { echo "$1: not found" >&2; exit 127; }\nln -sfn "$1" /usr/bin/python'

const pipScript = `test -x /usr/bin/python || { echo "/usr/bin/python: not found" >&2; exit 127; }
/usr/bin/python -m pip install --no-cache-dir --disable-pip-version-check "$@" || exit $?
rm -f ${requirementsPath}`

/** System packages first, since pip may need them; then the Python that pip is to install for. */
export function installSteps({ settings, requirements }: Recipe): InstallStep[] {
  const { apt, pip, pythonLink } = settings
  const environment = environmentOf(settings)
  const step = (tool: InstallStep['tool'], script: string, words: readonly string[]): InstallStep => ({
    tool,
    title: [tool, ...words].join(' '),
    // As root, whatever user the image runs as.
    spec: { command: ['/bin/sh', '-c', script, 'sh', ...words], environment, user: '0' },
  })
  const forPip = [...pip, ...(requirements === null ? [] : ['-r', requirementsPath])]
  return [
    ...(apt.length === 0 ? [] : [step('apt', aptScript, apt)]),
    ...(pythonLink === '' ? [] : [step('link', linkScript, [pythonLink])]),
    ...(forPip.length === 0 ? [] : [step('pip', pipScript, forPip)]),
  ]
}

function environmentOf(settings: Recipe['settings']): Record<string, string> {
  return {
    DEBIAN_FRONTEND: 'noninteractive',
    PYTHONUNBUFFERED: '1',
    PIP_NO_INPUT: '1',
    PIP_PROGRESS_BAR: 'off',
    PIP_RETRIES: '1',
    PIP_DEFAULT_TIMEOUT: String(answerLimitSeconds),
    ...sourcesOf(settings),
  }
}

/** Known to the programs alone: what an image is committed with comes from its base. */
export function sourcesOf({ indexUrl, trustedHost, proxy }: Recipe['settings']): Record<string, string> {
  return {
    PIP_ROOT_USER_ACTION: 'ignore',
    // A container has no system to be broken; Debian's Python refuses without it.
    PIP_BREAK_SYSTEM_PACKAGES: '1',
    ...(indexUrl !== '' && { PIP_INDEX_URL: indexUrl }),
    ...(trustedHost !== '' && { PIP_TRUSTED_HOST: trustedHost }),
    ...(proxy !== '' && { http_proxy: proxy, https_proxy: proxy, HTTP_PROXY: proxy, HTTPS_PROXY: proxy }),
  }
}

/** An index or a proxy of this machine's own is reached from its own network only. */
export function networkOf({ indexUrl, proxy }: Recipe['settings']): 'default' | 'host' {
  const isLoopback = (url: string): boolean => {
    const host = URL.canParse(url) ? new URL(url).hostname : ''
    return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
  }
  return isLoopback(indexUrl) || isLoopback(proxy) ? 'host' : 'default'
}
