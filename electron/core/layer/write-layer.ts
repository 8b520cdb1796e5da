import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { cancelled } from '../../../shared/errors.ts'
import { tarEnd } from '../context/tar-header.ts'
import type { CodeReader } from './code-reader.ts'
import { compressBlock, gzipEnd, gzipStart } from './compress-block.ts'
import type { Block } from './layer-blocks.ts'
import type { KeptBlocks } from './kept-blocks.ts'

export interface WrittenLayer {
  readonly diffId: string
  readonly digest: string
  readonly sizeBytes: number
  readonly uncompressedBytes: number
  /** Compressed lengths, block by block. */
  readonly blockBytes: readonly number[]
}

/** libuv has four threads for the whole process; one is left to all others who ask the disk or the network. */
const blocksAtOnce = 3

/**
 * Writes a layer: blocks are read one after the other, compressed side by side, and written in their order, so that
 * the bytes are the same however many threads there are. Memory holds a few blocks. Yields the bytes read so far.
 */
export async function* writeLayer({
  path,
  blocks,
  reader,
  kept,
  signal,
}: {
  readonly path: string
  readonly blocks: Iterable<Block>
  readonly reader: CodeReader
  /** Blocks of an earlier layer, which need not be compressed again. */
  readonly kept: KeptBlocks
  readonly signal: AbortSignal
}): AsyncGenerator<number, WrittenLayer> {
  const file = await open(path, 'wx', 0o600)
  const output = new Output(file)
  const input = createHash('sha256')
  const underWay: Promise<Buffer>[] = []
  const buffers = new Buffers()
  let [checksum, uncompressedBytes] = [0, 0]
  const take = (bytes: Buffer): void => {
    input.update(bytes)
    checksum = crc32(bytes, checksum)
    uncompressedBytes += bytes.length
  }
  const compress = async (bytes: Buffer, buffer: Buffer): Promise<Buffer> => {
    try {
      return await compressBlock(bytes)
    } finally {
      buffers.giveBack(buffer)
    }
  }
  try {
    await output.write(gzipStart)
    for (const block of blocks) {
      if (signal.aborted) throw cancelled()
      const buffer = buffers.take(block.sizeBytes)
      const bytes = reader.fill(block, buffer)
      take(bytes)
      const known = kept.find(block)
      if (known !== null) buffers.giveBack(buffer)
      const compressed = known === null ? compress(bytes, buffer) : Promise.resolve(known)
      // A failure counts when its turn comes; until then it must not end the process.
      compressed.catch(() => undefined)
      underWay.push(compressed)
      while (underWay.length >= blocksAtOnce) await output.writeBlock(await underWay.shift())
      await nextTurn()
      yield uncompressedBytes
    }
    for (const compressed of underWay) await output.writeBlock(await compressed)
    const end = tarEnd()
    take(end)
    await output.writeBlock(await compressBlock(end))
    await output.write(gzipEnd(checksum, uncompressedBytes))
    return { diffId: `sha256:${input.digest('hex')}`, uncompressedBytes, ...output.result() }
  } finally {
    await Promise.allSettled(underWay)
    await file.close()
  }
}

class Output {
  readonly #file: FileHandle
  readonly #hash = createHash('sha256')
  readonly #blockBytes: number[] = []
  #sizeBytes = 0

  constructor(file: FileHandle) {
    this.#file = file
  }

  async writeBlock(bytes: Buffer = Buffer.alloc(0)): Promise<void> {
    this.#blockBytes.push(bytes.length)
    await this.write(bytes)
  }

  async write(bytes: Buffer): Promise<void> {
    this.#hash.update(bytes)
    this.#sizeBytes += bytes.length
    for (let done = 0; done < bytes.length;) done += (await this.#file.write(bytes, done)).bytesWritten
  }

  result(): Pick<WrittenLayer, 'digest' | 'sizeBytes' | 'blockBytes'> {
    return { digest: `sha256:${this.#hash.digest('hex')}`, sizeBytes: this.#sizeBytes, blockBytes: this.#blockBytes }
  }
}

/** Used again and again, since memory for each block anew is given back late. */
class Buffers {
  readonly #free: Buffer[] = []

  take(sizeBytes: number): Buffer {
    const buffer = this.#free.pop()
    return buffer !== undefined && buffer.length >= sizeBytes
      ? buffer
      : Buffer.allocUnsafeSlow(Math.max(sizeBytes, 2 * 1024 * 1024))
  }

  giveBack(buffer: Buffer): void {
    this.#free.push(buffer)
  }
}
