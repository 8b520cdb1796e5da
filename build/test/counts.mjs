// @ts-check
import { readFile } from 'node:fs/promises'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Readonly<Counts>} */
export const NOTHING = { passed: 0, failed: 0, skipped: 0 }

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function sum(all) {
  return all.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    NOTHING,
  )
}

/** @param {Counts} counts */
export function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/**
 * Reads the report of vitest's json reporter.
 * @param {string} reportFile
 * @returns {Promise<Counts>}
 */
export async function countVitest(reportFile) {
  const report = JSON.parse(await readFile(reportFile, 'utf8'))
  /** @type {{ status: string, assertionResults: unknown[] }[]} */
  const files = report.testResults
  // A file that cannot be loaded has no tests to count.
  const brokenFiles = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/**
 * Reads the report of Playwright's json reporter.
 * @param {string} reportFile
 * @returns {Promise<Counts>}
 */
export async function countPlaywright(reportFile) {
  const { stats, errors } = JSON.parse(await readFile(reportFile, 'utf8'))
  return {
    passed: stats.expected + stats.flaky,
    // Errors outside any test: a file that cannot be loaded, a broken configuration.
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  }
}
