// @ts-check
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { giveUp } from './setup.mjs'
import { findElectron } from './setup/electron-runtime.mjs'

// npm start: the built app on whatever Electron this machine has. What follows `--` goes to the app.
const ROOT = fileURLToPath(new URL('..', import.meta.url))

try {
  const { path } = await findElectron()
  // Chromium refuses to start its sandbox for root.
  const forRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  spawn(path, [...forRoot, ROOT, ...process.argv.slice(2)], { stdio: 'inherit' }).once('close', (code) => {
    process.exitCode = code ?? 1
  })
} catch (error) {
  giveUp(error)
}
