/** The engine's stream cannot be read on: cut in a line, or no stream of the engine at all. */
export class NdjsonError extends Error {
  override readonly name = 'NdjsonError'
}

const newline = 0x0a

/**
 * Reads JSON values, one a line, from chunks that are cut anywhere, in a character too. A last line counts without its
 * newline. Rejects with an NdjsonError for a line that is no JSON or longer than the limit.
 */
export async function* readNdjson(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes = 4 * 1024 * 1024,
): AsyncGenerator<unknown, void> {
  let pieces: Uint8Array[] = []
  let pieceBytes = 0
  const keep = (piece: Uint8Array): void => {
    pieces.push(piece)
    pieceBytes += piece.byteLength
    if (pieceBytes > maxLineBytes) throw new NdjsonError(`a line of more than ${maxLineBytes} bytes`)
  }
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      keep(chunk.subarray(start, end))
      start = end + 1
      const line = Buffer.concat(pieces).toString('utf8').trim()
      pieces = []
      pieceBytes = 0
      if (line !== '') yield parseLine(line)
    }
    keep(chunk.subarray(start))
  }
  const last = Buffer.concat(pieces).toString('utf8').trim()
  if (last !== '') yield parseLine(last)
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch (error) {
    throw new NdjsonError('a line that is not JSON', { cause: error })
  }
}
