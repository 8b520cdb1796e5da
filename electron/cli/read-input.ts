import { addAbortSignal, type Readable } from 'node:stream'
import { cancelled } from '../../shared/errors.ts'

/** Everything that comes until the input ends. Rejects as cancelled, and lets go of the input, with the signal. */
export async function readInput(input: Readable, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of addAbortSignal(signal, input)) chunks.push(Buffer.from(chunk as Uint8Array))
  } catch (error) {
    if (signal.aborted) throw cancelled()
    throw error
  }
  return Buffer.concat(chunks).toString()
}
