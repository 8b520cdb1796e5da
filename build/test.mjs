// @ts-check
import { fileURLToPath } from 'node:url'
import { giveUp, setUp } from './setup.mjs'
import { inWords, sum } from './test/counts.mjs'
import { runStep } from './test/run-step.mjs'
import { sideBySide, STEPS } from './test/steps.mjs'

// npm test [-- STEP… [-- what the step's own runner takes]]
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const args = process.argv.slice(2)
const separator = args.includes('--') ? args.indexOf('--') : args.length
const names = args.slice(0, separator)
const extra = args.slice(separator + 1)

const steps = STEPS.filter(({ name }) => names.length === 0 || names.includes(name))
const unknown = names.find((name) => !STEPS.some((step) => step.name === name))
if (unknown !== undefined) {
  giveUp(`There is no step “${unknown}”. The steps are: ${STEPS.map((step) => step.name).join(', ')}.`)
}

const interrupted = new AbortController()
for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(name, () => interrupted.abort())
}

/** @type {import('./test/run-step.mjs').StepResult[]} */
const results = []
try {
  const env = await setUp({ toRun: steps.some(({ needsMachine }) => needsMachine) })
  // A failed step does not hide what the others say.
  for (const group of sideBySide(steps)) {
    if (interrupted.signal.aborted) break
    console.log(`\n— ${group.map(({ name }) => name).join(', ')} —`)
    const options = { cwd: ROOT, env, extra, signal: interrupted.signal }
    results.push(...(await Promise.all(group.map((step) => runStep(step, options)))))
  }
} catch (error) {
  const note = error instanceof Error ? error.message : String(error)
  results.push({ name: 'set-up', counts: { passed: 0, failed: 1, skipped: 0 }, seconds: 0, note })
}

console.log('')
for (const { name, counts, seconds, note } of results) {
  const mark = counts.failed > 0 ? '✗' : '✓'
  console.log(`${mark} ${name.padEnd(12)} ${inWords(counts)} (${seconds.toFixed(1)} s)${note && `: ${note}`}`)
}
const total = sum(results.map(({ counts }) => counts))
process.exitCode = total.failed > 0 || total.passed === 0 || interrupted.signal.aborted ? 1 : 0
console.log(inWords(total))
