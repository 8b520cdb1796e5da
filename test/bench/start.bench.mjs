// @ts-check
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron } from 'playwright-core'

// From the start of the process to the first screen that can be used, ours against an empty Electron window. Both are
// started the same way and mark the moment themselves; the machine may be shared, so the ratio is what counts.
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const ROUNDS = 7

/** Without a preload, a bundle or a stylesheet: nothing an app could do without. */
async function makeEmptyApp() {
  const folder = await mkdtemp(join(tmpdir(), 'uai-bench-empty-'))
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
 * @returns {Promise<number>} milliseconds
 */
async function measure(appFolder) {
  const folder = await mkdtemp(join(tmpdir(), 'uai-bench-'))
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
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

const emptyApp = await makeEmptyApp()
try {
  /** @type {{ empty: number[], app: number[] }} */
  const times = { empty: [], app: [] }
  for (let round = 0; round < ROUNDS; round++) {
    times.empty.push(await measure(emptyApp))
    times.app.push(await measure(ROOT))
  }
  const [empty, app] = [median(times.empty), median(times.app)]
  process.stdout.write(`  empty Electron window  ${empty.toFixed(0)} ms (median of ${ROUNDS})\n`)
  process.stdout.write(`  first usable screen    ${app.toFixed(0)} ms, ${(app / empty).toFixed(2)}x\n`)
} finally {
  await rm(emptyApp, { recursive: true, force: true })
}
