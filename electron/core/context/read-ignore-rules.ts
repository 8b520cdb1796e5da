import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseIgnoreRules } from './dockerignore.ts'
import type { IgnoreRules } from './dockerignore.ts'
import { readFailed } from './read-failed.ts'

/** The rules of a folder's own `.dockerignore`; none when it has no such file. Rejects with `read-failed`. */
export async function readIgnoreRules(folder: string): Promise<IgnoreRules> {
  const path = join(folder, '.dockerignore')
  try {
    return parseIgnoreRules(await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return parseIgnoreRules('')
    throw readFailed(path, error)
  }
}
