import type { CodeFile } from '../../../shared/model/code-file.ts'

/** What a pack has come to know or has done; its record keeps each of them, however the pack ends. */
export type PackFact =
  | {
      readonly kind: 'code'
      /** The folder that the files are read from. */
      readonly root: string
      readonly codeDigest: string
      /** Files and links. */
      readonly fileCount: number
      readonly sizeBytes: number
      /** May come later. */
      readonly files: Promise<readonly CodeFile[]>
    }
  | {
      readonly kind: 'base'
      readonly lane: 'cpu' | 'gpu'
      readonly reference: string
      /** Null when the engine does not have it. */
      readonly id: string | null
      /** Of its manifest in the registry; null when it is in none. */
      readonly digest: string | null
    }
  | {
      readonly kind: 'image'
      readonly lane: 'cpu' | 'gpu'
      readonly name: string
      readonly id: string
      readonly sizeBytes: number
      /** Diff ids, bottom first. */
      readonly layers: readonly string[]
    }
  | { readonly kind: 'push'; readonly reference: string; readonly digest: string; readonly sizeBytes: number }
  /** The text of `uaitrain_cmd.txt`, as it was written. */
  | { readonly kind: 'commands'; readonly text: string }
