// @ts-check
import { fileURLToPath } from 'node:url'
import { findElectron } from './setup/electron-runtime.mjs'
import { findEngine, startEngine } from './setup/engine.mjs'
import { installNodePackages } from './setup/node-packages.mjs'
import { step } from './setup/step.mjs'
import { installSystemPackages } from './setup/system-packages.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * Makes this machine ready to build, test and run the app. Does only what is missing.
 * @param {{ toRun: boolean }} [purpose] without the engine and Electron unless something is to run on them
 * @returns {Promise<NodeJS.ProcessEnv>} the environment for whatever uses these
 */
export async function setUp({ toRun } = { toRun: true }) {
  const running = await findEngine()
  await step('system packages', () => installSystemPackages({ engineAnswers: running !== undefined }), String)
  await step('npm packages', () => installNodePackages(ROOT), String)
  if (!toRun) return process.env
  const engine = await step('Docker Engine', startEngine, ({ verdict }) => verdict)
  const electron = await step('Electron', findElectron, ({ verdict }) => verdict)
  return { ...process.env, DOCKER_HOST: engine.host, UAI_ELECTRON: electron.path }
}

/**
 * Ends the program with the reason in plain words; a stack trace helps nobody here.
 * @param {unknown} error
 * @returns {never}
 */
export function giveUp(error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setUp().catch(giveUp)
