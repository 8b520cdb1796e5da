import { test as base } from '@playwright/test'
import { launchApp, removeFolder, type LaunchedApp, type LaunchOptions } from '../support/launch-app.ts'

export { expect } from '@playwright/test'

interface AppFixtures {
  /** Starts an app that the test need not close; a screenshot of it is kept if the test fails. */
  launch: (options?: LaunchOptions) => Promise<LaunchedApp>
}

export const test = base.extend<AppFixtures>({
  // Playwright reads the fixtures it has to make from this pattern.
  launch: async ({}, use, testInfo) => {
    const launched: LaunchedApp[] = []
    await use(async (options) => {
      const app = await launchApp(options)
      launched.push(app)
      return app
    })
    for (const [index, { page }] of launched.entries()) {
      if (testInfo.status === testInfo.expectedStatus || page.isClosed()) continue
      const path = testInfo.outputPath(`window-${index}.png`)
      await page.screenshot({ path })
      await testInfo.attach('window', { path, contentType: 'image/png' })
    }
    await Promise.all(launched.map((app) => app.close()))
    await Promise.all([...new Set(launched.map(({ folder }) => folder))].map(removeFolder))
  },
})
