import { closeSync, openSync, readSync } from 'node:fs'
import type { LayerRecord } from './layer-cache.ts'
import { gzipStart } from './compress-block.ts'
import { blockKey } from './layer-blocks.ts'
import type { Block } from './layer-blocks.ts'

/** The blocks of an earlier layer of the same folder. */
export class KeptBlocks {
  readonly #descriptor: number | null
  readonly #places = new Map<string, { readonly startByte: number; readonly sizeBytes: number }>()
  readonly #digests: ReadonlyMap<string, string>

  /** Blocks are known by the digests of the files in them. */
  constructor(earlier: { record: LayerRecord; path: string } | null, digests: ReadonlyMap<string, string>) {
    this.#digests = digests
    this.#descriptor = earlier === null ? null : tryToOpen(earlier.path)
    if (earlier === null || this.#descriptor === null) return
    let startByte = gzipStart.length
    for (const [key, sizeBytes] of earlier.record.blocks) {
      this.#places.set(key, { startByte, sizeBytes })
      startByte += sizeBytes
    }
  }

  /** To be asked once the block's files have been read, or their digests are known otherwise. */
  find(block: Block): Buffer | null {
    if (this.#descriptor === null || !this.#isKnown(block)) return null
    const place = this.#places.get(blockKey(block, this.#digests))
    if (place === undefined) return null
    const bytes = Buffer.allocUnsafe(place.sizeBytes)
    return readSync(this.#descriptor, bytes, 0, bytes.length, place.startByte) === bytes.length ? bytes : null
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor)
  }

  /** The digest of a large file is known before its last block only if it was known before it was read. */
  #isKnown({ pieces }: Block): boolean {
    return pieces.every(({ entry }) => entry.type !== 'file' || this.#digests.has(entry.path))
  }
}

function tryToOpen(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch {
    // Removed since, by another process.
    return null
  }
}
