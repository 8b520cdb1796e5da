import type { CodeFile } from '../../../shared/model/code-file.ts'
import type { IgnoreSettings } from '../../../shared/model/ignore.ts'

/** What a code folder is packed into: one layer of an image, compressed. The same code is the same layer. */
export interface PackedLayer {
  /** Of all entries and what is in them, whatever they are packed into. */
  readonly codeDigest: string
  /** Of the layer's tar. */
  readonly diffId: string
  /** Of the compressed tar. */
  readonly digest: string
  readonly sizeBytes: number
  readonly uncompressedBytes: number
}

export interface PackedCode extends PackedLayer {
  /** Files and links. */
  readonly fileCount: number
  /** Of all files. */
  readonly codeBytes: number
  /** It was packed before, and nothing but the folder's entries was looked at. */
  readonly wasKept: boolean
}

export interface OpenLayer {
  /** May be read several times, from any byte on. */
  read(startByte: number): AsyncIterable<Uint8Array>
  /** To be called once it is not read any more. */
  close(): Promise<void>
}

export interface KeptLayer extends PackedLayer, OpenLayer {}

export interface CodeLayer extends PackedCode, OpenLayer {
  /** All entries. They may come some time after the layer, which does not wait for them. */
  readonly files: Promise<readonly CodeFile[]>
}

export interface LayerOptions {
  /** The code folder. */
  readonly root: string
  readonly ignore: IgnoreSettings
  /** Relative to the root; has to be part of the layer. */
  readonly mainFile: string
  readonly signal: AbortSignal
}

export type LayerStep =
  /** The folder has been looked through; comes first. */
  | {
      readonly type: 'walked'
      readonly fileCount: number
      readonly sizeBytes: number
      readonly ignoredCount: number
      readonly ignoredBytes: number
      readonly hiddenByMounts: readonly string[]
    }
  | { readonly type: 'packing'; readonly currentBytes: number; readonly totalBytes: number }

/**
 * Packs code folders. Rejects with `read-failed`, `special-file` or `name-not-utf8` for what cannot be packed,
 * `code-changed` when somebody writes into the folder meanwhile, `invalid-field` when the main file is left out,
 * `disk-full` or `write-failed` when the layer cannot be kept.
 */
export interface LayerMaker {
  makeLayer(options: LayerOptions): AsyncGenerator<LayerStep, CodeLayer>
  /** A layer that was made before, by the code in it; null when it is not kept any more. */
  openKept(codeDigest: string): Promise<KeptLayer | null>
}
