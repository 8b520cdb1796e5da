import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export { writeFiles } from './write-files.ts'

/** A folder of its own for one test, removed after it. */
export async function makeTemporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'uai-train-packer-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
