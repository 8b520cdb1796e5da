// @ts-check
import { readFile, rm, stat } from 'node:fs/promises'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { _electron } from 'playwright-core'
import { createServer } from 'vite'

// A million lines written, opened, searched and saved, and fifty thousand a second for ten seconds from a container
// that runs, in the window as its user has it. Beside each the figure to be reached; the machine may be shared.
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const LINES = 1_000_000
const FLOOD_LINES = 500_000
// Open for as long as the bench: modules load others late.
const loader = await createServer({
  root: ROOT,
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
})

/** @param {string} path */
async function load(path) {
  return /** @type {any} */ (await loader.ssrLoadModule(join(ROOT, path)))
}

/**
 * @param {string} what
 * @param {string} measured
 * @param {string} wanted
 */
function tell(what, measured, wanted) {
  process.stdout.write(`  ${what.padEnd(36)} ${measured.padEnd(28)} ${wanted}\n`)
}

/** @param {string} path */
async function writeMillion(path) {
  const { createJobLog } = await load('electron/core/jobs/job-log.ts')
  const fail = (/** @type {unknown} */ error) => {
    throw error
  }
  const log = createJobLog({ path, clock: Date, redact: (/** @type {string} */ text) => text, onFailure: fail })
  const began = performance.now()
  for (let line = 0; line < LINES; line += 100) {
    const batch = Array.from({ length: 100 }, (_, at) => textOf(line + at))
    log.append(line % 300 === 0 ? 'err' : 'out', batch.join('\n'))
    await log.settle()
  }
  await log.close()
  const seconds = (performance.now() - began) / 1000
  const { size } = await stat(path)
  tell('written', `${Math.round(LINES / seconds / 1000)} 000 lines/s, ${Math.round(size / 1e6)} MB`, '50 000 lines/s')
}

/** @param {number} line */
function textOf(line) {
  if (line % 100_000 === 99_999) return `ValueError: loss is nan at step ${line}`
  return `Train Epoch: ${Math.floor(line / 10_000)} [${line}/${LINES}]\tLoss: ${(1 / (1 + line)).toFixed(6)}`
}

/** @param {import('playwright-core').ElectronApplication} electron */
async function memoryOf(electron) {
  const metrics = await electron.evaluate(({ app }) =>
    app.getAppMetrics().map(({ type, memory }) => ({ type, megabytes: memory.workingSetSize / 1024 })),
  )
  /** @param {string} type */
  const of = (type) => metrics.filter((one) => one.type === type).reduce((sum, { megabytes }) => sum + megabytes, 0)
  return { main: of('Browser'), page: of('Tab') }
}

/** @param {import('playwright-core').ElectronApplication} electron */
function cpuMsOf(electron) {
  return electron.evaluate(() => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  })
}

/**
 * Milliseconds from an event in the page until an element shows such words and has been drawn. Taken in the page:
 * whoever asks from outside asks every half second only.
 * @param {import('playwright-core').Page} page
 * @param {{ event: string, selector: string, words: string }} until
 * @param {() => Promise<void>} act makes the event
 */
async function timeUntil(page, until, act) {
  await page.evaluate(({ event, selector, words }) => {
    const timed = /** @type {{ timed?: Promise<{ ms: number, words: string }> }} */ (/** @type {unknown} */ (window))
    const pattern = new RegExp(words)
    timed.timed = new Promise((resolve) => {
      document.addEventListener(event, begin, { capture: true, once: true })
      function begin() {
        const began = performance.now()
        const observer = new MutationObserver(() => {
          const found = [...document.querySelectorAll(selector)].map((one) => one.textContent ?? '')
          const shown = found.find((text) => pattern.test(text))
          if (shown === undefined) return
          observer.disconnect()
          requestAnimationFrame(() => setTimeout(() => resolve({ ms: performance.now() - began, words: shown })))
        })
        observer.observe(document.body, { childList: true, characterData: true, subtree: true })
      }
    })
  }, until)
  await act()
  return page.evaluate(() => /** @type {any} */ (window).timed)
}

/**
 * Longest time between two frames until it is asked.
 * @param {import('playwright-core').Page} page
 */
async function watchFrames(page) {
  await page.evaluate(() => {
    const frames = /** @type {{ frames?: number[] }} */ (/** @type {unknown} */ (window))
    const times = (frames.frames = [])
    let last = performance.now()
    const next = () => {
      const now = performance.now()
      times.push(now - last)
      last = now
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
  return async () => {
    const times = await page.evaluate(() => {
      const frames = /** @type {{ frames?: number[] }} */ (/** @type {unknown} */ (window))
      return frames.frames?.splice(0) ?? []
    })
    times.sort((one, other) => one - other)
    const over = times.filter((time) => time > 50).length
    return { longest: times.at(-1) ?? 0, usual: times[Math.floor(times.length * 0.99)] ?? 0, over, count: times.length }
  }
}

const folder = await mkdtemp(join(tmpdir(), 'uai-log-bench-'))
const { makePackedProject } = await load('test/support/packed-project.ts')
const { floodScript } = await load('test/support/flood-script.ts')
const script = floodScript({ seconds: 10, linesASecond: FLOOD_LINES / 10 })
const project = await makePackedProject(folder, `[ -n "$BASH_VERSION" ] || exec bash "$0" "$@"\n${script}`)
await writeMillion(project.testLogPath)
const executablePath = process.env['UAI_ELECTRON']
const electron = await _electron.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ROOT],
  env: {
    .../** @type {Record<string, string>} */ (process.env),
    HOME: folder,
    UAI_DATA_FOLDER: join(folder, 'data'),
    UAI_LANGUAGE: 'en',
  },
})
try {
  const page = await electron.firstWindow()
  await page.getByRole('tab', { name: 'Tests' }).waitFor()
  await setTimeout(2000)
  const before = await memoryOf(electron)

  const opened = await timeUntil(
    page,
    { event: 'click', selector: '.log-row', words: `\\[${LINES - 2}/` },
    async () => {
      await page.getByRole('tab', { name: 'Tests' }).click()
    },
  )
  tell('1 000 000 lines opened', `${Math.round(opened.ms)} ms`, 'under 1 s')

  const lines = page.getByRole('log')
  await lines.press('ControlOrMeta+f')
  const search = page.getByRole('search')
  await search.getByRole('button', { name: 'Regular expression' }).click()
  for (const [what, pattern] of [
    ['regular expression, few found', 'step \\d+9{3}$'],
    ['regular expression, many found', 'Epoch: \\d*7 .*0\\.0+\\d*[1-9]'],
    ['regular expression, none found', '^no (such|other) line$'],
  ]) {
    await search.getByRole('textbox').fill('')
    const until = { event: 'input', selector: '.log-search [role=status]', words: '^(no|[\\d,]+) matches$' }
    const { ms, words } = await timeUntil(page, until, () =>
      search.getByRole('textbox').fill(/** @type {string} */ (pattern)),
    )
    tell(String(what), `${Math.round(ms)} ms (${words})`, 'under 1 s, typing pause included')
  }
  await search.getByRole('textbox').press('Escape')

  const saved = join(folder, 'saved.log')
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, saved)
  const saving = await timeUntil(page, { event: 'click', selector: '.log-told', words: '^Saved$' }, () =>
    page.getByRole('button', { name: 'Save log…' }).click(),
  )
  const whole = (await readFile(saved, 'utf8')).split('\n').length - 1
  tell('saved', `${Math.round(saving.ms)} ms, ${whole} lines`, 'whole')

  const stopFrames = await watchFrames(page)
  await setTimeout(5000)
  const idle = await stopFrames()
  tell('longest frame, nothing going on', `${idle.longest.toFixed(0)} ms`, '')

  await page.getByRole('button', { name: 'Run again', exact: true }).click()
  await page.locator('.log-row', { hasText: 'accuracy 98.7' }).first().waitFor({ timeout: 30_000 })
  await stopFrames()
  const began = performance.now()
  const usedBefore = await cpuMsOf(electron)
  await page.locator('.log-row', { hasText: `line ${FLOOD_LINES}` }).waitFor({ timeout: 120_000 })
  const seconds = (performance.now() - began) / 1000
  const used = (await cpuMsOf(electron)) - usedBefore
  const frames = await stopFrames()
  await page.locator('.log-state', { hasText: 'ended' }).waitFor({ timeout: 120_000 })
  tell('flood', `${Math.round(FLOOD_LINES / seconds)} lines/s for ${seconds.toFixed(1)} s`, '50 000 lines/s for 10 s')
  tell(
    'longest frame while flooding',
    `${frames.longest.toFixed(0)} ms (99 %: ${frames.usual.toFixed(0)} ms)`,
    'under 50 ms',
  )
  tell('CPU of the main process', `${(used / seconds / 10).toFixed(0)} % of a core`, '')
  tell('frames over 50 ms', `${frames.over} of ${frames.count}`, 'none')
  await page.getByText('Saved', { exact: true }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Save log…' }).click()
  await page.getByText('Saved', { exact: true }).waitFor({ timeout: 120_000 })
  const numbers = [...(await readFile(saved, 'utf8')).matchAll(/accuracy 98.7 %, line (\d+)/g)].map(([, number]) =>
    Number(number),
  )
  const inOrder = numbers.every((number, at) => number === at + 1)
  tell('lines of the flood kept', `${numbers.length}${inOrder ? ', in order' : ', NOT in order'}`, `${FLOOD_LINES}`)

  const after = await memoryOf(electron)
  tell('memory growth, page', `${(after.page - before.page).toFixed(0)} MB`, 'under 150 MB')
  tell('memory growth, main process', `${(after.main - before.main).toFixed(0)} MB`, '')
} finally {
  await electron.close()
  await loader.close()
  await project.remove()
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
