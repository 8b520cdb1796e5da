import { stat } from 'node:fs/promises'

/** Those of the paths at which nothing is; one that may not be looked at counts as there. */
export async function missingFoldersOf(paths: readonly string[]): Promise<string[]> {
  const asked = paths.filter((path) => path !== '')
  const missing = await Promise.all(asked.map(isMissing))
  return asked.filter((_, index) => missing[index])
}

export async function isMissing(path: string): Promise<boolean> {
  try {
    await stat(path)
    return false
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    return code === 'ENOENT' || code === 'ENOTDIR'
  }
}
