/** It may come piece by piece; a failure to make it is passed on as it is. */
export type FileContent = string | Uint8Array | AsyncIterable<string | Uint8Array>

export interface Files {
  /** Writes to a temporary file beside it, syncs, renames. Rejects with `disk-full` or `write-failed`. */
  replace(path: string, content: FileContent): Promise<void>
  /** Removes what replacing a file has left beside it when the app was ended in the middle. */
  removeHalfWritten(path: string): Promise<void>
  makeFolder(path: string): Promise<void>
}
