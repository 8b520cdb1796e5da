import { defineConfig } from '@playwright/test'

const preparation = '**/prepare-sandbox.spec.ts'

/** One app at a time: they share the engine. The json report goes where PLAYWRIGHT_JSON_OUTPUT_FILE says. */
export default defineConfig({
  testDir: '.',
  outputDir: '../results/e2e',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] === undefined ? [['list']] : [['list'], ['json']],
  projects: [
    { name: 'sandbox', testMatch: preparation },
    { name: 'app', testMatch: '**/*.spec.ts', testIgnore: preparation, dependencies: ['sandbox'] },
  ],
})
