import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { fileStampOf, isSameStamp, isSettledStamp } from '../context/file-stamp.ts'
import type { FileStamp } from '../context/file-stamp.ts'
import { readFailed } from '../context/read-failed.ts'
import type { CodeTree } from '../context/walk.ts'
import type { Block, Piece } from './layer-blocks.ts'

interface OpenFile {
  readonly path: string
  readonly descriptor: number
  readonly openedAtMs: number
  /** Null when the content's digest is known already. */
  readonly hash: Hash | null
}

/** What comes of reading code, by path. */
export interface Learnt {
  /** SHA-256 in hex. */
  readonly digests: Map<string, string>
  /** The files whose stamps stand for what was read. */
  readonly settled: Set<string>
}

/** A link or pipe put in the file's place since the walk is refused, not followed or waited for. */
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * Reads code for its layer, piece by piece, and learns the digest of every file. It reads synchronously, which takes a
 * fifth of the time where files are small: for a thread that nobody waits for. A file that is not as it was
 * when it was walked is `code-changed`.
 */
export class CodeReader {
  readonly #root: string
  readonly #stamps: ReadonlyMap<string, FileStamp>
  readonly #digests: Map<string, string>
  readonly #settled: Set<string>
  #current: OpenFile | null = null

  /** What is learnt is added to what is given. */
  constructor({ root, stamps }: Pick<CodeTree, 'root' | 'stamps'>, { digests, settled }: Learnt) {
    this.#root = root
    this.#stamps = stamps
    this.#digests = digests
    this.#settled = settled
  }

  /** Fills the beginning of a buffer that is large enough; returns that beginning. */
  fill({ pieces, sizeBytes }: Block, buffer: Buffer): Buffer {
    let at = 0
    for (const piece of pieces) {
      if (piece.header !== null) at += piece.header.copy(buffer, at)
      if (piece.sizeBytes > 0) this.#read(piece, buffer.subarray(at, at + piece.sizeBytes))
      else if (piece.entry.type === 'file') this.#readWhole(piece.entry.path, Buffer.alloc(0))
      at += piece.sizeBytes
      buffer.fill(0, at, at + piece.paddingBytes)
      at += piece.paddingBytes
    }
    return buffer.subarray(0, sizeBytes)
  }

  /** Learns a file's digest; gives others a turn between its parts. */
  *learn(path: string, sizeBytes: number, buffer: Buffer): Generator<void, void> {
    let startByte = 0
    do {
      const part = buffer.subarray(0, Math.min(buffer.length, sizeBytes - startByte))
      this.#readPart(path, part, { startByte, sizeBytes })
      startByte += part.length
      yield
    } while (startByte < sizeBytes)
  }

  /** Lets go of a file that was not read to its end. */
  close(): void {
    if (this.#current !== null) closeSync(this.#current.descriptor)
    this.#current = null
  }

  #read({ entry, startByte }: Piece, target: Buffer): void {
    const sizeBytes = entry.type === 'file' ? entry.sizeBytes : 0
    this.#readPart(entry.path, target, { startByte, sizeBytes })
  }

  #readWhole(path: string, target: Buffer): void {
    this.#readPart(path, target, { startByte: 0, sizeBytes: target.length })
  }

  #readPart(
    path: string,
    target: Buffer,
    { startByte, sizeBytes }: { readonly startByte: number; readonly sizeBytes: number },
  ): void {
    const fullPath = join(this.#root, path)
    try {
      const file = this.#open(path, fullPath)
      let done = 0
      while (done < target.length) {
        const readBytes = readSync(file.descriptor, target, done, target.length - done, startByte + done)
        if (readBytes === 0) throw new AppError('code-changed', { path: fullPath })
        done += readBytes
      }
      file.hash?.update(target)
      if (startByte + target.length === sizeBytes) this.#end(file, fullPath)
    } catch (error) {
      throw readFailed(fullPath, error)
    }
  }

  #open(path: string, fullPath: string): OpenFile {
    if (this.#current?.path === path) return this.#current
    const hash = this.#digests.has(path) ? null : createHash('sha256')
    this.#current = { path, descriptor: openSync(fullPath, flags), openedAtMs: Date.now(), hash }
    return this.#current
  }

  /** What was written before or during the reading shows in the stamp after it. */
  #end({ path, descriptor, openedAtMs, hash }: OpenFile, fullPath: string): void {
    const stamp = fileStampOf(fstatSync(descriptor))
    this.close()
    const walked = this.#stamps.get(path)
    if (walked === undefined || !isSameStamp(walked, stamp)) throw new AppError('code-changed', { path: fullPath })
    if (hash !== null) this.#digests.set(path, hash.digest('hex'))
    if (hash !== null && isSettledStamp(stamp, openedAtMs)) this.#settled.add(path)
  }
}
