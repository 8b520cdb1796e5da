import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSecretLinter } from '../../../../electron/adapters/secret-lint/create-secret-linter.ts'
import type { SecretLinter } from '../../../../electron/core/ports/secrets.ts'
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts'

/** Counts the texts that come to it, and gets stuck or dies when it is told to. */
const worker = `
const { parentPort } = require('node:worker_threads')
let count = 0
parentPort.on('message', ({ id, text }) => {
  if (text === 'stuck') for (;;);
  if (text === 'die') process.exit(1)
  parentPort.postMessage({ id, found: [{ line: (count += 1), rule: text }] })
})
`

let linter: SecretLinter

beforeEach(async () => {
  const workerPath = join(await makeTemporaryFolder(), 'worker.cjs')
  await writeFile(workerPath, worker)
  linter = createSecretLinter({ workerPath, limitMs: 3000 })
})
afterEach(() => linter.close())

it('asks the rules once for a text, and again for the same text elsewhere', async () => {
  const first = { path: 'a.py', text: 'x' }
  expect(await linter.find(first)).toEqual([{ line: 1, rule: 'x' }])
  expect(await linter.find(first)).toEqual([{ line: 1, rule: 'x' }])
  expect(await linter.find({ ...first, path: 'b.py' })).toEqual([{ line: 2, rule: 'x' }])
})

it.each(['stuck', 'die'])('gives up on rules that are %s, and goes on with others', async (text) => {
  const [bad, other] = await Promise.all([
    linter.find({ path: 'bad.py', text }),
    linter.find({ path: 'beside.py', text: 'x' }),
  ])
  expect(bad).toBeNull()
  expect(other).toBeNull()
  expect(await linter.find({ path: 'after.py', text: 'y' })).toEqual([{ line: 1, rule: 'y' }])
})

it('can be closed before it was ever asked, and while it is', async () => {
  await linter.close()
  const asked = linter.find({ path: 'a.py', text: 'stuck' })
  await new Promise((resolve) => setImmediate(resolve))
  await linter.close()
  expect(await asked).toBeNull()
})
