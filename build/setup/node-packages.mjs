// @ts-check
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runOrThrow } from './run-command.mjs'

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {boolean} [optional]
 *
 * @typedef {Record<string, LockedPackage>} LockedPackages by folder; the project itself is under the empty name
 */

/**
 * Makes node_modules what the lock file says, if it is not.
 * @param {string} root the folder of package.json
 * @returns {Promise<string>} the verdict
 */
export async function installNodePackages(root) {
  const reason = await whatIsMissing(root)
  if (reason === undefined) return 'as locked'
  await runOrThrow('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root })
  await writeFile(triedFile(root), '')
  return `npm ci, since ${reason}`
}

/** @param {string} root */
async function whatIsMissing(root) {
  // npm's own record of what it installed; file times say little after a checkout.
  const installed = await readPackages(join(root, 'node_modules/.package-lock.json'))
  if (installed === undefined) return 'there was no node_modules'
  const locked = (await readPackages(join(root, 'package-lock.json'))) ?? {}
  const stale = Object.keys(locked).find(
    (folder) => folder !== '' && !locked[folder]?.optional && installed[folder]?.version !== locked[folder]?.version,
  )
  if (stale !== undefined) return `${stale} was not as locked`
  return whatIsWorthRetrying(root)
}

/**
 * keytar is missing when somebody ran npm before libsecret was there. Worth one attempt, not one at every start.
 * @param {string} root
 */
async function whatIsWorthRetrying(root) {
  if (existsSync(triedFile(root))) return undefined
  const { optionalDependencies = {} } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const missing = Object.keys(optionalDependencies).find((name) => !existsSync(join(root, 'node_modules', name)))
  return missing === undefined ? undefined : `${missing} was missing`
}

/** @param {string} root */
function triedFile(root) {
  return join(root, 'node_modules/.optional-tried')
}

/**
 * @param {string} lockFile
 * @returns {Promise<LockedPackages | undefined>}
 */
async function readPackages(lockFile) {
  return existsSync(lockFile) ? JSON.parse(await readFile(lockFile, 'utf8')).packages : undefined
}
