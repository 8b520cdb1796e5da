import { plainWords } from '../network/words.ts'

/**
 * The registry's own words out of an error's body, `{"errors":[{"code","message","detail"}]}`
 * (distribution specification, "Error Codes").
 */
export function registryWords(body: string): string {
  let content: unknown
  try {
    content = JSON.parse(body)
  } catch {
    return plainWords(body)
  }
  if (typeof content !== 'object' || content === null) return plainWords(body)
  if ('errors' in content && Array.isArray(content.errors) && content.errors.length > 0) {
    return content.errors.map(oneError).join('; ')
  }
  // Token servers answer in forms of their own.
  if ('details' in content && typeof content.details === 'string') return plainWords(content.details)
  if ('message' in content && typeof content.message === 'string') return plainWords(content.message)
  return plainWords(body)
}

function oneError(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? error.code.toLowerCase() : ''
  const message = 'message' in error && typeof error.message === 'string' ? error.message : ''
  return plainWords([code, message].filter((part) => part !== '').join(': '))
}
