import { constants, deflateRaw, deflateRawSync } from 'node:zlib'

const level = 6
const probeBytes = 4 * 1024
/** A block may hold files of many kinds. */
const probes = 4
/** What saves less is stored: pictures, archives and weights are compressed already, or cannot be. */
const worthwhileRatio = 0.97

/** Fixed in every field, so that the same code has the same bytes. */
export const gzipStart = Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0xff])

/** The empty last block of the stream, the checksum of the content and its length. */
export function gzipEnd(checksum: number, sizeBytes: number): Buffer {
  const end = Buffer.alloc(10)
  end.writeUInt16BE(0x0300, 0)
  end.writeUInt32LE(checksum, 2)
  end.writeUInt32LE(sizeBytes % 2 ** 32, 6)
  return end
}

/**
 * Compresses a part of a gzip stream on another thread. Parts that begin and end on a byte and look at nothing before
 * them can be made side by side and put one after the other (zlib.h on Z_SYNC_FLUSH; so does pigz). What comes of it
 * depends on the bytes alone.
 */
export function compressBlock(bytes: Buffer): Promise<Buffer> {
  const options = {
    level: isWorthwhile(bytes) ? level : 0,
    finishFlush: constants.Z_SYNC_FLUSH,
    // All at once, instead of a turn of the event loop for each of many small pieces.
    chunkSize: bytes.length + 4096,
  }
  return new Promise((resolve, reject) => {
    deflateRaw(bytes, options, (error, compressed) => (error === null ? resolve(compressed) : reject(error)))
  })
}

function isWorthwhile(bytes: Buffer): boolean {
  const distance = Math.floor(bytes.length / probes)
  if (distance < 4 * probeBytes) return true
  for (let start = Math.floor(distance / 2); start < bytes.length; start += distance) {
    const probe = bytes.subarray(start, start + probeBytes)
    if (deflateRawSync(probe, { level: 1 }).length < worthwhileRatio * probe.length) return true
  }
  return false
}
