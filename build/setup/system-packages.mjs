// @ts-check
import { asRoot, findProgram, run, runOrThrow } from './run-command.mjs'

/** Where a package has another name in another Debian or Ubuntu, the names are separated by `|`, the preferred one first. */
const PACKAGES = [
  // npm ci: keytar is compiled against libsecret
  'ca-certificates',
  'g++',
  'libsecret-1-dev',
  'make',
  'pkg-config|pkgconf',
  'python3',
  // a keychain without a desktop
  'dbus',
  'gnome-keyring',
  // Electron, with and without a screen
  'fonts-noto-cjk',
  'libasound2|libasound2t64',
  'libatk-bridge2.0-0|libatk-bridge2.0-0t64',
  'libdrm2',
  'libgbm1',
  'libgtk-3-0|libgtk-3-0t64',
  'libnss3',
  'libxss1',
  'libxtst6',
  'xauth',
  'xvfb',
  // the sandbox: a registry, and base images made on this machine
  'debootstrap',
  'docker-registry',
  // the Electron of electron-from-npm.mjs
  'unzip',
  // what a desktop makes of the entry and the file type that the packages install
  'desktop-file-utils',
  'libfile-mimeinfo-perl',
  'shared-mime-info',
  'xdg-utils',
  // an engine with a network of its own, beside this machine's
  'iproute2',
  // another client's word on what is pushed, and a registry that wants signed tokens
  'openssl',
  'skopeo',
  // what installs packages in a base image that is made of this machine's Python
  'python3-pip-whl',
  // the state of the code that a pack remembers
  'git',
  // test.mjs finds the processes of a hanging step with ps
  'procps',
]

/**
 * Installs the Debian packages that are missing; asks for root only if there are any.
 * @param {{ engineAnswers: boolean }} machine
 * @returns {Promise<string>} the verdict
 */
export async function installSystemPackages({ engineAnswers }) {
  if (findProgram('apt-get') === undefined) {
    return 'skipped: no apt-get here, install what the README lists'
  }
  const wanted = [...PACKAGES, ...enginePackages(engineAnswers)]
  const installed = await listInstalled()
  const missing = wanted.filter((names) => !names.split('|').some((name) => installed.has(name)))
  if (missing.length === 0) return `all ${wanted.length} present`

  // Stale or half-failed lists matter only if the installation then fails.
  await run(...apt('update'))
  const chosen = await Promise.all(missing.map(chooseAvailable))
  await runOrThrow(...apt('install', '--yes', '--no-install-recommends', ...chosen))
  return `installed ${chosen.join(' ')}`
}

/**
 * An engine that somebody has installed or that answers is never replaced.
 * @param {boolean} engineAnswers
 */
function enginePackages(engineAnswers) {
  const packages = []
  if (!engineAnswers && findProgram('dockerd') === undefined) packages.push('docker.io', 'iptables')
  if (findProgram('docker') === undefined) packages.push('docker-cli|docker.io')
  return packages
}

/** Names of the installed packages, and the names these stand in for. */
async function listInstalled() {
  const format = '${db:Status-Status}\t${Package}, ${Provides}\n'
  const { stdout } = await runOrThrow('dpkg-query', ['--show', `--showformat=${format}`])
  const lines = stdout.split('\n').map((line) => line.split('\t'))
  return new Set(
    lines
      .filter(([status]) => status === 'installed')
      .flatMap(([, names = '']) => names.split(','))
      .map((name) => name.replace(/\(.*\)/, '').trim())
      .filter(Boolean),
  )
}

/** @param {string} names */
async function chooseAvailable(names) {
  const alternatives = names.split('|')
  for (const name of alternatives) {
    const { stdout } = await run('apt-cache', ['policy', name], { env: { ...process.env, LC_ALL: 'C' } })
    if (/^ {2}Candidate: (?!\(none\))/m.test(stdout)) return name
  }
  return /** @type {string} */ (alternatives[0])
}

/**
 * @param {...string} args
 * @returns {[program: string, args: string[]]}
 */
function apt(...args) {
  const command = ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=120', ...args]
  return asRoot('env', command)
}
