// @ts-check
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron } from 'playwright-core'
import { cacheFolder } from '../setup/cache-folder.mjs'

// Started by build/demo.mjs, which has made the engine, the keyring and the screen ready.
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SCREENSHOT = join(ROOT, 'test/results/demo.png')
const LANGUAGE = (process.env['LC_ALL'] || process.env['LANG'] || '').startsWith('zh') ? 'zh-CN' : 'en'
const LOG_LINES_SHOWN = 12
const LAUNCH_LIMIT_MS = 30_000
const SANDBOX_LIMIT_MS = 15 * 60_000
const JOB_LIMIT_MS = 5 * 60_000

const texts = JSON.parse(await readFile(join(ROOT, `renderer/i18n/${LANGUAGE}.json`), 'utf8'))

/**
 * Starts the real app with a profile of its own and does the main job in its window.
 * @param {{ keepOpen: boolean }} options with a person in front of it the window stays until it is closed
 */
async function drive({ keepOpen }) {
  // Both stay for the next time: the base images take minutes to make.
  const profile = join(cacheFolder(), 'demo')
  const sandbox = process.env['UAI_SANDBOX_FOLDER'] ?? join(cacheFolder(), 'sandbox')
  const app = await launch({ UAI_DATA_FOLDER: profile, UAI_SANDBOX_FOLDER: sandbox, UAI_LANGUAGE: LANGUAGE })
  try {
    const window = await app.firstWindow()
    await makeSandbox(window)
    await pack(window)
    const digest = await copiedDigest(app, window)
    await mkdir(dirname(SCREENSHOT), { recursive: true })
    await window.screenshot({ path: SCREENSHOT })
    const log = await runCpuTest(window)
    await tell({ commandFile: join(profile, 'sample/uaitrain_cmd.txt'), digest, log })
    if (keepOpen) await app.waitForEvent('close', { timeout: 0 })
  } finally {
    await app.close()
  }
}

/**
 * The driver can miss that Electron is ready (https://github.com/microsoft/playwright/issues/33737): then once more.
 * @param {Record<string, string>} variables
 */
async function launch(variables) {
  const executablePath = process.env['UAI_ELECTRON']
  const options = { args: [ROOT], cwd: ROOT, env: { ...environment(), ...variables }, timeout: LAUNCH_LIMIT_MS }
  for (let attempt = 1; ; attempt++) {
    try {
      return await _electron.launch(executablePath === undefined ? options : { ...options, executablePath })
    } catch (error) {
      if (attempt === 3) throw error
    }
  }
}

/** @param {import('playwright-core').Page} window */
async function makeSandbox(window) {
  const project = window.getByRole('button', { name: /^pytorch-mnist/ })
  const trySandbox = window.getByRole('button', { name: texts.start.trySandbox })
  await project.or(trySandbox).first().waitFor()
  if (await trySandbox.isVisible()) {
    say('Making the sandbox: a registry, a stand-in for the UCloud API, base images with PyTorch (minutes, once)')
    await trySandbox.click()
  }
  await project.first().waitFor({ timeout: SANDBOX_LIMIT_MS })
  await project.first().click()
}

/** @param {import('playwright-core').Page} window */
async function pack(window) {
  say('Packing the sample project and pushing it')
  const start = window.getByRole('button', { name: texts.pack.action, exact: true })
  const again = window.getByRole('button', { name: texts.pack.again, exact: true })
  await start.or(again).first().click()
  await window.getByRole('region', { name: texts.pack.running, exact: true }).waitFor()
  const packed = window.getByRole('region', { name: texts.pack.succeeded, exact: true })
  await packed.or(window.getByRole('alert')).first().waitFor({ timeout: JOB_LIMIT_MS })
  if (!(await packed.isVisible())) throw new Error(`The pack failed: ${await window.getByRole('alert').innerText()}`)
}

/**
 * The window shows a short form; its copy button gives the whole digest.
 * @param {import('playwright-core').ElectronApplication} app
 * @param {import('playwright-core').Page} window
 */
async function copiedDigest(app, window) {
  const row = window.getByRole('table').getByRole('row').filter({ hasText: '/demo/' })
  await row.getByRole('button').last().click()
  for (let attempt = 1; ; attempt++) {
    try {
      return await app.evaluate(({ clipboard }) => clipboard.readText())
    } catch (error) {
      // The debugger loses an answer now and then (https://github.com/microsoft/playwright/issues/33737).
      if (attempt === 5) throw error
    }
  }
}

/** @param {import('playwright-core').Page} window */
async function runCpuTest(window) {
  say('Running the CPU test')
  await window.getByRole('button', { name: texts.result.runCpuTest, exact: true }).click()
  const stop = window.getByRole('button', { name: texts.tests.stop, exact: true })
  await stop.waitFor()
  await stop.waitFor({ state: 'detached', timeout: JOB_LIMIT_MS })
  const done = texts.tests.exitCode.replace('{{code}}', '0')
  const log = window.getByRole('log')
  await log.getByText(done).waitFor({ timeout: 10_000 })
  const rows = await log.locator('.log-row').allInnerTexts()
  await window.screenshot({ path: SCREENSHOT.replace('.png', '-test.png') })
  return rows.map((row) => row.replaceAll(/\s+/g, ' '))
}

/** @param {{ commandFile: string, digest: string, log: string[] }} result */
async function tell({ commandFile, digest, log }) {
  say('')
  say(await readFile(commandFile, 'utf8'))
  say(`Pushed digest: ${digest}`)
  say(`Screenshots: ${SCREENSHOT} and demo-test.png beside it`)
  say(`\nThe end of the CPU test's log:\n${log.slice(-LOG_LINES_SHOWN).join('\n')}`)
}

/** @returns {Record<string, string>} */
function environment() {
  const entries = Object.entries(process.env).filter((entry) => entry[1] !== undefined)
  return /** @type {Record<string, string>} */ (Object.fromEntries(entries))
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`)
}

await drive({ keepOpen: process.argv.includes('--keep-open') })
