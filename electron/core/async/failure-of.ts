/** What a piece of work throws; null when it is done. */
export function failureOf(work: () => void): { readonly error: unknown } | null {
  try {
    work()
    return null
  } catch (error) {
    return { error }
  }
}
