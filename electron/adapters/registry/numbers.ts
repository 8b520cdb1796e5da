const range = /^\s*(?:bytes[\s=]+)?(\d+)-(\d+)(?:\/(?:\d+|\*))?\s*$/i

/** First and last byte of a `Range` or `Content-Range`, with or without its unit; null when it is none. */
export function parseRange(text: string): { first: number; last: number } | null {
  const [, first = '', last = ''] = range.exec(text) ?? []
  const parsed = { first: Number(first), last: Number(last) }
  const isRange = last !== '' && Number.isSafeInteger(parsed.last) && parsed.first <= parsed.last
  return isRange ? parsed : null
}

/** How many bytes of an upload the registry says it has; null when it does not say. */
export function receivedBytes(header: string | null): number | null {
  const parsed = header === null ? null : parseRange(header)
  if (parsed?.first !== 0) return null
  // `0-0` is what registries answer when they have nothing.
  return parsed.last === 0 ? 0 : parsed.last + 1
}

/** Milliseconds from `Retry-After`, which holds seconds or a date (RFC 9110 §10.2.3); null when there is none. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000
  // Only dates, not the other things that Date understands, such as -1.
  const at = /[A-Za-z]/.test(header) ? Date.parse(header) : NaN
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
