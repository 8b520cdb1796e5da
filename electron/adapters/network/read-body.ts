/** It came all the time, but too slowly to wait for its end. */
export class SlowBodyError extends Error {
  override readonly name = 'SlowBodyError'

  constructor(limitMs: number) {
    super(`the answer was not whole within ${limitMs / 1000} s`)
  }
}

/** Reads a body up to a limit; what comes after it is left unread. Rejects with a `SlowBodyError` after `limitMs`. */
export async function readBody(
  body: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
  limitMs = Infinity,
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const start = performance.now()
  let sizeBytes = 0
  for await (const chunk of body ?? []) {
    chunks.push(chunk)
    sizeBytes += chunk.byteLength
    if (sizeBytes >= maxBytes) break
    if (performance.now() - start > limitMs) throw new SlowBodyError(limitMs)
  }
  return Buffer.concat(chunks).subarray(0, maxBytes)
}
