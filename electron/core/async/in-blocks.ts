/** Gathers small pieces into blocks of at least `sizeBytes`; larger pieces pass as they are. */
export async function* inBlocks(
  pieces: AsyncIterable<Uint8Array>,
  sizeBytes: number,
): AsyncGenerator<Uint8Array, void> {
  let gathered: Uint8Array[] = []
  let gatheredBytes = 0
  for await (const piece of pieces) {
    gathered.push(piece)
    gatheredBytes += piece.length
    if (gatheredBytes < sizeBytes) continue
    yield gathered.length === 1 ? piece : Buffer.concat(gathered)
    gathered = []
    gatheredBytes = 0
  }
  if (gatheredBytes > 0) yield Buffer.concat(gathered)
}
