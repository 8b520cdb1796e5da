// @ts-check
import { inPrivateKeyring } from '../setup/keyring.mjs'
import { countPlaywright, countVitest } from './counts.mjs'

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {boolean} [needsMachine] an engine, Electron and a keyring: not only the npm packages
 * @property {string} [beside] the step that may run at the same time, since neither waits for anything but the cores
 * @property {number} limitMinutes a step that takes longer hangs, and is ended
 * @property {(reportFile: string, extra: readonly string[]) => string[]} command
 * @property {NodeJS.ProcessEnv} [env] added to the environment; `REPORT_FILE` as a value becomes the report's path
 * @property {(reportFile: string) => Promise<import('./counts.mjs').Counts>} [count] without it the step is one test
 */

const SCREEN = ['xvfb-run', '-a', '-s', '-screen 0 1440x1000x24']

/** @type {readonly Step[]} */
export const STEPS = [
  { name: 'types', beside: 'lint', limitMinutes: 8, command: () => ['npm', 'run', '--silent', 'typecheck'] },
  { name: 'lint', limitMinutes: 8, command: () => ['npm', 'run', '--silent', 'lint'] },
  {
    name: 'unit',
    limitMinutes: 5,
    command: (reportFile, extra) => vitest('unit', reportFile, extra),
    count: countVitest,
  },
  { name: 'build', limitMinutes: 5, command: () => ['npm', 'run', '--silent', 'build'] },
  {
    name: 'integration',
    needsMachine: true,
    limitMinutes: 15,
    command: (reportFile, extra) => inPrivateKeyring(vitest('integration', reportFile, extra)),
    count: countVitest,
  },
  {
    name: 'e2e',
    needsMachine: true,
    limitMinutes: 20,
    command: (_reportFile, extra) => [...SCREEN, ...inPrivateKeyring([...PLAYWRIGHT, ...extra])],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: 'REPORT_FILE' },
    count: countPlaywright,
  },
]

const PLAYWRIGHT = ['npx', 'playwright', 'test', '-c', 'test/e2e/playwright.config.ts', '--reporter=list,json']

/**
 * @param {string} project
 * @param {string} reportFile
 * @param {readonly string[]} extra
 */
function vitest(project, reportFile, extra) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  return ['npx', 'vitest', 'run', '--config', 'build/vitest.config.ts', '--project', project, ...reporters, ...extra]
}

/**
 * The same steps, those together that run side by side.
 * @param {readonly Step[]} steps
 */
export function sideBySide(steps) {
  /** @type {Step[][]} */
  const groups = []
  for (const [index, step] of steps.entries()) {
    if (steps[index - 1]?.beside === step.name) groups.at(-1)?.push(step)
    else groups.push([step])
  }
  return groups
}
