import { networkWords } from './words.ts'

/**
 * The time a server tells with its answer, whatever the answer is: the `Date` header (RFC 9110 §6.6.1), which has whole
 * seconds. Null when it tells none. Rejects with the system's words when there is no answer.
 */
export async function readServerTime(url: string, signal: AbortSignal): Promise<number | null> {
  try {
    const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal })
    await response.body?.cancel()
    const time = Date.parse(response.headers.get('date') ?? '')
    return Number.isNaN(time) ? null : time
  } catch (error) {
    throw new Error(networkWords(error), { cause: error })
  }
}
