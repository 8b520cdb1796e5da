import type { Stats } from 'node:fs'

/**
 * What a file system says of a file without reading it; a file that is written gets another one. Times are floating
 * milliseconds, which hold a fraction of a microsecond: finer than any file system's clock ticks.
 */
export interface FileStamp {
  readonly sizeBytes: number
  readonly mode: number
  readonly modifiedMs: number
  /** Set by the system alone, unlike the time of modification. */
  readonly changedMs: number
  readonly inode: number
}

export function fileStampOf(stats: Stats): FileStamp {
  return {
    sizeBytes: stats.size,
    mode: stats.mode & 0o7777,
    modifiedMs: stats.mtimeMs,
    changedMs: stats.ctimeMs,
    inode: stats.ino,
  }
}

/**
 * A file written again within the same tick of the file system's clock keeps its stamp, so a stamp stands for what was
 * read only if it was some time old by then (git calls the others racily clean). The time is far above any clock's
 * tick, for clocks of servers that go a little wrong.
 */
const settledMs = 2000

/** Whether nobody can have changed the file since it was read without changing its stamp, too. */
export function isSettledStamp({ modifiedMs, changedMs }: FileStamp, readAtMs: number): boolean {
  return Math.max(modifiedMs, changedMs) <= readAtMs - settledMs
}

export function isSameStamp(one: FileStamp, other: FileStamp): boolean {
  return (
    one.sizeBytes === other.sizeBytes &&
    one.mode === other.mode &&
    one.modifiedMs === other.modifiedMs &&
    one.changedMs === other.changedMs &&
    one.inode === other.inode
  )
}
