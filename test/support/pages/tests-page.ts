import type { Screen } from './screen.ts'

/** The test run that is looked at. */
export function testsPage({ page, t }: Screen) {
  const run = page.getByRole('region', { name: t('tests.cpu') }).or(page.getByRole('region', { name: t('tests.gpu') }))
  return {
    run,
    words: run.locator('.test-run-words'),
    log: run.getByRole('log', { name: t('log.label') }),
    outputs: run.getByRole('region', { name: t('tests.outputs') }),
    alert: run.getByRole('alert'),
    stop: run.getByRole('button', { name: t('tests.stop') }),
    again: run.getByRole('button', { name: t('tests.again'), exact: true }),
  }
}
