import { addAbortSignal, type Readable } from 'node:stream'
import { cancelled } from '../../shared/errors.ts'

/** Everything that comes until the input ends. Rejects as cancelled, and lets go of the input, with the signal. */
export async function readInput(input: Readable, signal: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of streamInput(input, signal)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** The same piece by piece. */
export async function* streamInput(input: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const chunk of addAbortSignal(signal, input)) yield Buffer.from(chunk as Uint8Array)
  } catch (error) {
    if (signal.aborted) throw cancelled()
    throw error
  }
}
