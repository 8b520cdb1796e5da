// @ts-check
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { giveUp, setUp } from './setup.mjs'
import { desktopKeyringAnswers, inPrivateKeyring } from './setup/keyring.mjs'
import { runOrThrow } from './setup/run-command.mjs'
import { step } from './setup/step.mjs'

// npm run demo: everything that has to be there, then the real app, driven by demo/drive.mjs.
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const DRIVER = ['node', 'build/demo/drive.mjs']
const SCREEN = ['xvfb-run', '-a', '-s', '-screen 0 1440x1000x24']

async function demo() {
  const env = await setUp()
  await step(
    'build',
    () => runOrThrow('npm', ['run', '--silent', 'build'], { cwd: ROOT }),
    () => 'done',
  )
  const onDesktop = Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
  const driver = onDesktop ? [...DRIVER, '--keep-open'] : DRIVER
  const withKeyring = (await desktopKeyringAnswers()) ? driver : inPrivateKeyring(driver)
  return runInForeground(onDesktop ? withKeyring : [...SCREEN, ...withKeyring], env)
}

/**
 * @param {readonly string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} exit status
 */
function runInForeground([program = '', ...args], env) {
  // Ctrl-C reaches the whole foreground group: the driver closes its window, then this program ends with it.
  process.on('SIGINT', () => undefined)
  return new Promise((resolve, reject) => {
    spawn(program, args, { cwd: ROOT, env, stdio: 'inherit' })
      .once('error', reject)
      .once('close', (code) => resolve(code ?? 1))
  })
}

process.exitCode = await demo().catch(giveUp)
