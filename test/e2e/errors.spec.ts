import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { inMain } from '../support/in-main.ts'
import { pageUsable, removeFolder } from '../support/launch-app.ts'
import { readLog } from '../support/read-log.ts'
import { writeFiles } from '../support/write-files.ts'
import { expect, test } from './app-test.ts'

let folder: string
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uai-errors-'))
  await writeFiles(folder, { 'net/code/train.py': "print('epoch 1')\n" })
})
test.afterEach(() => removeFolder(folder))

/** From now on whatever draws a number or a date fails, as a row with a value that nobody thought of does. */
async function breakFormats(page: Page, isBroken: boolean): Promise<void> {
  await page.evaluate((broken) => {
    for (const format of [Intl.NumberFormat, Intl.DateTimeFormat]) {
      const own = format.prototype as unknown as Record<string, unknown>
      const kept = (window as unknown as Record<string, unknown>)[`kept ${format.name}`]
      if (broken) {
        const original = Object.getOwnPropertyDescriptor(format.prototype, 'format')
        Object.assign(window, { [`kept ${format.name}`]: original })
        Object.defineProperty(own, 'format', {
          configurable: true,
          get: () => {
            throw new Error('a row that nobody thought of')
          },
        })
      } else Object.defineProperty(own, 'format', kept as PropertyDescriptor)
    }
  }, isBroken)
}

test('a part that fails leaves the rest usable, is in the log with its place, and can be tried again', async ({
  launch,
}) => {
  const app = await launch({ open: [join(folder, 'net/code')] })
  const { page } = app
  const tab = (name: RegExp) => page.getByRole('tab', { name })
  const failed = page.getByRole('alert').filter({ hasText: 'This part of the window failed' })
  // A folder that is opened without an account asks for one.
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  await breakFormats(page, true)
  await tab(/^Files/).click()
  await expect(failed).toBeVisible()
  await tab(/^Tests/).click()
  await expect(failed).toBeHidden()
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('combobox', { name: 'Search commands and projects' })).toBeVisible()
  await page.keyboard.press('Escape')

  await tab(/^Files/).click()
  await expect(failed).toBeVisible()
  await failed.getByRole('button', { name: 'Copy the report' }).click()
  await expect.poll(() => inMain(app.electron, ({ clipboard }) => clipboard.readText())).toContain('nobody thought of')
  await breakFormats(page, false)
  await failed.getByRole('button', { name: 'Try again' }).click()
  await expect(failed).toBeHidden()
  await expect(page.getByRole('treegrid')).toContainText('train.py')

  await expect.poll(() => readLog(app, 'page error')).not.toEqual([])
  const [report] = await readLog(app, 'page error')
  expect(report).toMatchObject({ kind: 'caught', error: expect.stringContaining('nobody thought of') })
  expect(String(report?.['components'])).toMatch(/\n\s+at /)
})

test('a page whose process has ended is shown again, and the main process goes on', async ({ launch }) => {
  const app = await launch({ open: [join(folder, 'net/code')] })
  const { electron, page } = app
  await expect(page.getByRole('tab', { name: /^Files/ })).toBeVisible()
  await inMain(electron, ({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
  })
  // The driver has lost the page: what it tells the main process is seen.
  await expect.poll(() => readLog(app, pageUsable), { timeout: 30_000 }).toHaveLength(2)
  expect(await readLog(app, 'page gone')).toHaveLength(1)
})

test('what nobody has caught in the main process is in the log, and the app goes on', async ({ launch }) => {
  const app = await launch()
  await inMain(app.electron, () => {
    setTimeout(() => {
      throw new Error('thrown on purpose')
    })
    void Promise.reject(new Error('rejected on purpose'))
  })
  await expect.poll(() => readLog(app, 'uncaught exception')).toHaveLength(1)
  await expect.poll(() => readLog(app, 'unhandled rejection')).toHaveLength(1)
  await app.page.keyboard.press('ControlOrMeta+k')
  await expect(app.page.getByRole('combobox', { name: 'Search commands and projects' })).toBeVisible()
})
