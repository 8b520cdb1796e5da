// @ts-check
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { giveUp, setUp } from '../../build/setup.mjs'

// npm run bench [NAME …]: sets the machine up, builds the app, then runs each `NAME.bench.mjs` of this folder.
const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')
const chosen = process.argv.slice(2)

const env = await setUp().catch(giveUp)
run(['npm', 'run', '--silent', 'build'])
for (const file of readdirSync(here).filter((name) => name.endsWith('.bench.mjs'))) {
  const name = file.replace('.bench.mjs', '')
  if (chosen.length > 0 && !chosen.includes(name)) continue
  process.stdout.write(`\n${name}\n`)
  const screen = process.env['DISPLAY'] ? [] : ['xvfb-run', '-a', '-s', '-screen 0 1440x1000x24']
  run([...screen, 'node', join(here, file)])
}

/** @param {string[]} command */
function run([program = '', ...parameters]) {
  const { status } = spawnSync(program, parameters, { cwd: root, env, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
