import { AppError } from '../../../shared/errors.ts'
import type { OutputChunk } from '../../core/ports/container-work.ts'

const headerBytes = 8
const standardError = 2

/**
 * Takes the two outputs of a container out of one stream: frames of a kind (0 and 1 are output, 2 errors), three empty
 * bytes and a length, then so many bytes (Engine API, "Stream format"). A frame is passed on in the pieces it comes in,
 * and nothing is read before it is asked for. Rejects with `engine-stream-cut` when the stream ends within a frame.
 */
export async function* demultiplex(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<OutputChunk, void> {
  const header = new Uint8Array(headerBytes)
  let headerFilled = 0
  let frameLeft = 0
  for await (const chunk of chunks) {
    let position = 0
    while (position < chunk.byteLength) {
      if (frameLeft === 0) {
        const part = chunk.subarray(position, position + headerBytes - headerFilled)
        header.set(part, headerFilled)
        headerFilled += part.byteLength
        position += part.byteLength
        if (headerFilled < headerBytes) continue
        headerFilled = 0
        frameLeft = readLength(header)
        continue
      }
      const bytes = chunk.subarray(position, position + frameLeft)
      position += bytes.byteLength
      frameLeft -= bytes.byteLength
      yield { source: header[0] === standardError ? 'err' : 'out', bytes }
    }
  }
  if (headerFilled > 0 || frameLeft > 0) throw new AppError('engine-stream-cut', { operation: 'output' })
}

function readLength(header: Uint8Array): number {
  const kind = header[0] ?? 0
  if (kind > standardError) throw new AppError('engine-stream-cut', { operation: 'output' })
  return new DataView(header.buffer).getUint32(4)
}
