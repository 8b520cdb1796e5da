import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { OutputFile } from '../../../shared/model/test-run.ts'

export interface OutputFolder {
  /** Files that are new or changed, by path. */
  readonly files: OutputFile[]
  /** Something new belongs to root, or may not even be looked into. */
  readonly hasRootOwned: boolean
}

/** What has been made or changed in a folder since a time (milliseconds since 1970). Links are not followed. */
export async function listOutputs(folder: string, sinceMs: number): Promise<OutputFolder> {
  const files: OutputFolder['files'] = []
  let hasRootOwned = false
  const waiting = [folder]
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    const entries = await readFolder(current)
    hasRootOwned ||= entries === null
    for (const entry of entries ?? []) {
      const path = join(current, entry.name)
      if (entry.isDirectory()) waiting.push(path)
      const status = await lstat(path).catch(() => null)
      // The time of the last change of any kind: a file copied with its old time is new all the same.
      if (status === null || status.ctimeMs < sinceMs) continue
      hasRootOwned ||= status.uid === 0
      if (!entry.isFile()) continue
      const relativePath = relative(folder, path).split(sep).join('/')
      files.push({ path: relativePath, sizeBytes: status.size, changed: status.birthtimeMs < sinceMs })
    }
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return { files, hasRootOwned }
}

/** Null when this user may not look into it; empty when it is gone. */
async function readFolder(path: string): Promise<Dirent[] | null> {
  try {
    return await readdir(path, { withFileTypes: true })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    return code === 'EACCES' || code === 'EPERM' ? null : []
  }
}
