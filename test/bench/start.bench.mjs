// @ts-check
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron } from 'playwright-core'

// From the start of the process to the first screen that can be used, ours against an empty Electron window. Both are
// started the same way and mark the moment themselves; the machine may be shared, so the ratio is what counts.
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const ROUNDS = 7
const STARTS_BEFORE = 3

/**
 * Without a preload, a bundle or a stylesheet: nothing an app could do without.
 * @param {string} parent
 */
async function makeEmptyApp(parent) {
  const folder = join(parent, 'empty-app')
  await mkdir(folder)
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'empty', version: '1.0.0', main: 'main.cjs' }))
  await writeFile(
    join(folder, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron')
     app.whenReady().then(() => {
       const window = new BrowserWindow({ width: 1200, height: 780, show: false })
       window.once('ready-to-show', () => window.show())
       window.loadFile('index.html')
     })`,
  )
  const script = "requestAnimationFrame(() => performance.mark('usable'))"
  await writeFile(join(folder, 'index.html'), `<!doctype html><p>empty</p><script>${script}</script>`)
  return folder
}

/**
 * @param {string} appFolder
 * @param {string} folder for the profile and the data
 * @returns {Promise<number>} milliseconds
 */
async function measure(appFolder, folder) {
  const electron = process.env['UAI_ELECTRON']
  const began = performance.now()
  const app = await _electron.launch({
    ...(electron === undefined ? {} : { executablePath: electron }),
    args: [appFolder, `--user-data-dir=${join(folder, 'profile')}`],
    env: { .../** @type {Record<string, string>} */ (process.env), UAI_DATA_FOLDER: join(folder, 'data') },
  })
  try {
    const window = await app.firstWindow()
    await window.waitForFunction(() => performance.getEntriesByName('usable').length > 0)
    return performance.now() - began
  } finally {
    await app.close()
  }
}

/** @param {number[]} [values] */
function median(values = []) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/**
 * @param {string} what
 * @param {number} emptyMs
 * @param {number} appMs
 */
function tell(what, emptyMs, appMs) {
  const ratio = (appMs / emptyMs).toFixed(2)
  process.stdout.write(
    `  ${what.padEnd(14)} ${appMs.toFixed(0)} ms, empty window ${emptyMs.toFixed(0)} ms: ${ratio}x\n`,
  )
}

const folder = await mkdtemp(join(tmpdir(), 'uai-bench-'))
try {
  const emptyApp = await makeEmptyApp(folder)
  /** @type {Record<string, number[]>} */
  const times = { emptyFirst: [], appFirst: [], emptyAgain: [], appAgain: [] }
  for (const kept of ['empty-kept', 'app-kept']) {
    // Chromium keeps compiled scripts once they have been used a few times.
    for (let start = 0; start < STARTS_BEFORE; start++) {
      await measure(kept === 'app-kept' ? ROOT : emptyApp, join(folder, kept))
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    times['emptyFirst']?.push(await measure(emptyApp, join(folder, `empty-${round}`)))
    times['appFirst']?.push(await measure(ROOT, join(folder, `app-${round}`)))
    times['emptyAgain']?.push(await measure(emptyApp, join(folder, 'empty-kept')))
    times['appAgain']?.push(await measure(ROOT, join(folder, 'app-kept')))
  }
  tell('first start', median(times['emptyFirst']), median(times['appFirst']))
  tell('later starts', median(times['emptyAgain']), median(times['appAgain']))
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
