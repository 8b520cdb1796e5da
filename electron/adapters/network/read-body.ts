/** Reads a body up to a limit; what comes after it is left unread. */
export async function readBody(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  if (response.body) {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk)
      sizeBytes += chunk.byteLength
      if (sizeBytes >= maxBytes) break
    }
  }
  return Buffer.concat(chunks).subarray(0, maxBytes)
}
