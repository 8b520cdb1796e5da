const maxWords = 400

/** The system's own words for a failed connection: `fetch` hides them in the cause. */
export function networkWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Both addresses of a name with IPv4 and IPv6 failed; the first tells enough.
  if (error instanceof AggregateError && error.errors.length > 0) return networkWords(error.errors[0])
  if (error.cause instanceof Error) return networkWords(error.cause)
  return error.message === '' && 'code' in error ? String(error.code) : error.message
}

/** One short line of an answer that is not what was expected, such as the error page of a proxy. */
export function plainWords(text: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]
  const line = (title ?? text.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ').trim()
  return line.length > maxWords ? `${line.slice(0, maxWords)}…` : line
}
