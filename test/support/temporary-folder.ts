import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export { writeFiles } from './write-files.ts'

/** A folder of its own for one test, removed after it. Tests that run at once say which of them it is for. */
export async function makeTemporaryFolder(whenFinished: typeof onTestFinished = onTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'uai-train-packer-test-'))
  whenFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
