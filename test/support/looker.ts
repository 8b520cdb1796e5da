import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { repositoryRoot, type LaunchedApp } from './launch-app.ts'
import { findAxeViolations, findCutOff } from './look.ts'
import { unlessLost } from './unless-lost.ts'

const screens = join(repositoryRoot, 'test', 'results', 'screens')
const smallest = { width: 960, height: 600 }

/** Looks at the screen as it stands, in light and dark: a screenshot of each, what axe finds, what is cut off. */
export type Look = (name: string) => Promise<void>

/** Makes the window as small as it may be. The screenshots' names begin with the prefix. */
export async function startLooking({ electron, page }: LaunchedApp, prefix: string): Promise<Look> {
  await mkdir(screens, { recursive: true })
  await unlessLost(() =>
    electron.evaluate(({ BrowserWindow }, { width, height }) => {
      BrowserWindow.getAllWindows()[0]?.setSize(width, height)
    }, smallest),
  )
  await expect.poll(() => page.evaluate(() => window.outerWidth)).toBe(smallest.width)

  let count = 0
  return async (name) => {
    count += 1
    await test.step(name, async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
        await page.screenshot({ path: join(screens, `${prefix}-${count}-${name}-${colorScheme}.png`) })
        expect.soft(await findAxeViolations(page), `${name}, ${colorScheme}`).toEqual([])
        expect.soft(await findCutOff(page), `${name}, ${colorScheme}`).toEqual([])
      }
    })
  }
}
