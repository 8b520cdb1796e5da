import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { _electron, type CDPSession, type Page } from 'playwright-core'
import { closeDatabase, openDatabase } from '../../electron/adapters/store/open-database.ts'
import { databasePathOf } from '../../electron/services/data-paths.ts'
import { fillWithPacks, packCount, projectCount } from '../support/many-packs.ts'

// What the list of packs costs the page, in the real window: from the click to rows that are painted, and for each
// letter typed into the search the work of the page's own thread, which is to fit into a frame.
const rounds = 15
/** A hand's way to the button in a window that has just come up. */
const handMs = 1000
const searches = ['epochs 40', 'epochs 4000', 'v12', 'project-7', 'nothing']

interface Cost {
  /** Until the new rows are painted. */
  readonly wallMs: number
  /** What the page's own thread did for it: scripts, styles, layout, painting. Other programs do not count. */
  readonly workMs: number
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}

function tell(what: string, costs: readonly Cost[]): void {
  const [wall, work] = [costs.map(({ wallMs }) => wallMs), costs.map(({ workMs }) => workMs)]
  const inWords = (values: readonly number[]): string =>
    `${median(values).toFixed(1)} ms, at most ${Math.max(...values).toFixed(1)} ms`
  process.stdout.write(`  ${what}: painted after ${inWords(wall)}; work of the page ${inWords(work)}\n`)
}

async function threadMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? 0) * 1000
}

/** Clicks in the page itself, so that nothing of the driver is measured, and waits for the rows that this brings. */
function openList(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const button = [...document.querySelectorAll('button')].find((one) => one.textContent.includes('All packs'))
        const started = performance.now()
        button?.click()
        const look = (): void => {
          if (document.querySelectorAll('.history-row .history-when').length < 10) requestAnimationFrame(look)
          else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)))
        }
        look()
      }),
  )
}

function leaveList(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        document.querySelector<HTMLElement>('.project-row, [class*="project-row"] button')?.click()
        const look = (): void => {
          if (document.querySelector('.history-list-all') === null) requestAnimationFrame(() => setTimeout(resolve))
          else requestAnimationFrame(look)
        }
        look()
      }),
  )
}

function search(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (typed) =>
      new Promise<number>((resolve) => {
        const input = document.querySelector<HTMLInputElement>('.history-search input')
        const before = document.querySelector('.history-foot [role="status"]')?.textContent
        const started = performance.now()
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, typed)
        input?.dispatchEvent(new Event('input', { bubbles: true }))
        const look = (): void => {
          const now = document.querySelector('.history-foot [role="status"]')?.textContent
          if (now === before && performance.now() - started < 500) requestAnimationFrame(look)
          else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)))
        }
        look()
      }),
    text,
  )
}

const folder = await mkdtemp(join(tmpdir(), 'history-window-bench-'))
try {
  const dataFolder = join(folder, 'data')
  await mkdir(dataFolder)
  const options = { path: databasePathOf(dataFolder), clock: { now: () => Date.now() }, onDamaged: null }
  const database = await openDatabase(options)
  fillWithPacks(database)
  closeDatabase(database)

  const executablePath = process.env['UAI_ELECTRON']
  const app = await _electron.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [process.cwd(), `--user-data-dir=${join(folder, 'profile')}`],
    env: { ...(process.env as Record<string, string>), UAI_DATA_FOLDER: dataFolder, UAI_LANGUAGE: 'en' },
  })
  try {
    const page = await app.firstWindow()
    await page.waitForFunction(() => performance.getEntriesByName('usable').length > 0)
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    const costOf = async (work: () => Promise<number>): Promise<Cost> => {
      const before = await threadMs(session)
      const wallMs = await work()
      return { wallMs, workMs: (await threadMs(session)) - before }
    }
    process.stdout.write(`  ${packCount} packs of ${projectCount} projects\n`)
    await delay(handMs)
    tell(`open the list for the first time, ${handMs} ms after the start`, [await costOf(() => openList(page))])
    const opened: Cost[] = []
    for (let round = 0; round < rounds; round += 1) {
      await leaveList(page)
      opened.push(await costOf(() => openList(page)))
    }
    tell('open it again', opened)
    for (const text of searches) {
      const costs: Cost[] = []
      for (let round = 0; round < rounds; round += 1) {
        await search(page, '')
        costs.push(await costOf(() => search(page, text)))
      }
      tell(`search for “${text}”`, costs)
    }
  } finally {
    await app.close()
  }
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
