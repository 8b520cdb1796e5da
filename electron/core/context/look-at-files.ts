import { lstat, lstatSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Asks the file system about files, given by their full paths, and tells of each, in no certain order. What the
 * listener throws ends the looking.
 */
export type LookAtFiles = (
  paths: readonly string[],
  onFile: (index: number, found: Stats | Error) => void,
) => Promise<void>

const filesAtOnce = 32

/** Holds nobody up. One promise for all files: one for each would take as long as the looking itself. */
export const lookSideBySide: LookAtFiles = (paths, onFile) =>
  new Promise((resolve, reject) => {
    let [started, ended] = [0, 0]
    const next = (): void => {
      const index = started
      const path = paths[index]
      if (path === undefined) return
      started += 1
      lstat(path, (error, stats) => {
        try {
          onFile(index, error ?? stats)
        } catch (problem) {
          reject(problem instanceof Error ? problem : new Error(String(problem)))
          return
        }
        ended += 1
        if (ended === paths.length) resolve()
        else next()
      })
    }
    if (paths.length === 0) resolve()
    for (let count = 0; count < filesAtOnce; count += 1) next()
  })

const filesInRow = 16
const rowsInTurn = 32
/** A disk that has to be asked, or a server, takes far longer for a file; a cache far less. */
const quickMs = 0.1
/** How far it may fall behind: another program may have had the processor for a while. */
const patienceMs = 50

/**
 * For a thread that nobody waits for: a file whose facts are in memory is asked about in a third of the time when the
 * thread waits for the answer. As soon as answers are slow, the rest is looked at side by side.
 */
export function createQuickLook(): LookAtFiles {
  let behindMs = 0
  let rows = 0
  return async (paths, onFile) => {
    let done = 0
    while (behindMs < patienceMs && done < paths.length) {
      const row = paths.slice(done, done + filesInRow)
      const began = performance.now()
      for (const [index, path] of row.entries()) onFile(done + index, lookNow(path))
      behindMs = Math.max(0, behindMs + performance.now() - began - quickMs * row.length)
      done += row.length
      rows += 1
      if (rows % rowsInTurn === 0) await nextTurn()
    }
    const first = done
    await lookSideBySide(paths.slice(first), (index, found) => onFile(first + index, found))
  }
}

function lookNow(path: string): Stats | Error {
  try {
    return lstatSync(path)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
