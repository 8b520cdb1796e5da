import { closeSync, openSync, readSync } from 'node:fs'
import { maskedCrc32c } from './crc32c.ts'
import { readEvent, type ScalarEvent } from './read-event.ts'

/** A number takes some tens of bytes; pictures and graphs are passed over. */
const maxRecordBytes = 256 * 1024
const headBytes = 12
const footBytes = 4
/** One look reads so much of a file; the next one goes on. */
const maxReadBytes = 16 * 1024 * 1024

/** An event file of TensorBoard, read as it grows. */
export class EventFile {
  readonly #path: string
  #position = 0
  #isDamaged = false

  constructor(path: string) {
    this.#path = path
  }

  /** The scalars of the records that have come since the last time. */
  readNew(): ScalarEvent[] {
    if (this.#isDamaged) return []
    let file: number
    try {
      file = openSync(this.#path, 'r')
    } catch {
      // Gone, or not readable for this user.
      return []
    }
    try {
      return this.#readRecords(file)
    } catch {
      this.#isDamaged = true
      return []
    } finally {
      closeSync(file)
    }
  }

  #readRecords(file: number): ScalarEvent[] {
    const events: ScalarEvent[] = []
    const end = this.#position + maxReadBytes
    while (this.#position < end) {
      const head = readAt(file, this.#position, headBytes)
      if (head === null) break
      if (maskedCrc32c(head.subarray(0, 8)) !== head.readUInt32LE(8)) {
        // Where the next record begins cannot be known any more.
        this.#isDamaged = true
        break
      }
      const length = Number(head.readBigUInt64LE())
      const start = this.#position + headBytes
      if (length <= maxRecordBytes) {
        const record = readAt(file, start, length + footBytes)
        if (record === null) break
        const data = record.subarray(0, length)
        if (maskedCrc32c(data) === record.readUInt32LE(length)) events.push(...readEvent(data))
      } else if (readAt(file, start + length, footBytes) === null) break
      this.#position = start + length + footBytes
    }
    return events
  }
}

/** Null where the file does not go so far yet. */
function readAt(file: number, position: number, length: number): Buffer | null {
  const buffer = Buffer.allocUnsafe(length)
  return readSync(file, buffer, 0, length, position) === length ? buffer : null
}
