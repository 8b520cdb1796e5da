/** One push that came to its end, or what was sent to see how quickly it goes. */
export interface Upload {
  readonly bytes: number
  readonly ms: number
}

/** Less says more of the registry's answers than of the line to it. */
const leastBytes = 100_000
const leastMs = 50
/** A line gets better and worse: only the newest pushes count. */
export const uploadsThatCount = 5

/** Bytes a second of pushes; null where none of them was large enough to tell. */
export function uploadSpeed(uploads: readonly Upload[]): number | null {
  const telling = uploads.filter(({ bytes, ms }) => bytes >= leastBytes && ms >= leastMs)
  const sum = (of: (upload: Upload) => number): number => telling.reduce((total, upload) => total + of(upload), 0)
  return telling.length === 0 ? null : sum(({ bytes }) => bytes) / (sum(({ ms }) => ms) / 1000)
}
