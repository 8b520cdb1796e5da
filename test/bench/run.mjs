// @ts-check
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { giveUp, setUp } from '../../build/setup.mjs'

// npm run bench [-- NAME… [-- what the benches take]]: sets the machine up, builds the app, then runs benches of this
// folder one after the other, each in a process of its own. `--list` says which there are.
const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')
const bundleFolder = join(root, 'build/out/bench')
const words = process.argv.slice(2)
const separator = words.includes('--') ? words.indexOf('--') : words.length
const [chosen, options] = [words.slice(0, separator), words.slice(separator + 1)]

const files = readdirSync(here).filter((file) => /\.bench\.(ts|mjs)$/.test(file))
/** @param {string} file */
const nameOf = (file) => file.replace(/\.bench\.\w+$/, '')
const unknown = chosen.find((name) => name !== '--list' && !files.some((file) => nameOf(file) === name))
if (unknown !== undefined || chosen.includes('--list')) {
  const list = files.map(nameOf).join(', ')
  if (unknown !== undefined) giveUp(new Error(`There is no bench “${unknown}”. The benches are: ${list}.`))
  console.log(list)
  process.exit()
}

const wanted = files.filter((file) => chosen.length === 0 || chosen.includes(nameOf(file)))
const env = await setUp().catch(giveUp)
run(['npm', 'run', '--silent', 'build'])
await bundlePrograms()
for (const file of wanted) {
  process.stdout.write(`\n${nameOf(file)}\n`)
  const screen = process.env['DISPLAY'] ? [] : ['xvfb-run', '-a', '-s', '-screen 0 1440x1000x24']
  if (file.endsWith('.mjs')) run([...screen, 'node', join(here, file), ...options])
  else run([...screen, 'node', join(bundleFolder, `${file.replace(/\.ts$/, '')}.mjs`), ...options])
}

/** Benches in TypeScript, and the programs that they start, become what Node runs as it is. */
async function bundlePrograms() {
  // Imported late: set-up starts before there is any package.
  const { build } = await import('vite')
  const programs = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(bench|program)\.ts$/.test(file),
  )
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20',
      outDir: bundleFolder,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(
          programs.map((file) => [file.replace(/^.*\//, '').replace(/\.ts$/, ''), join(here, file)]),
        ),
        output: { entryFileNames: '[name].mjs' },
      },
    },
  })
}

/** @param {string[]} command */
function run([program = '', ...parameters]) {
  const { status } = spawnSync(program, parameters, { cwd: root, env, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
