/** A URL as it may be shown. What is no URL has no password in a place that is known, and is left out. */
export function withoutPassword(text: string): string {
  if (text === '') return ''
  const url = text.includes('://') && URL.canParse(text) ? new URL(text) : null
  if (url === null) return text.includes('@') ? '' : text
  if (url.username === '' && url.password === '') return text
  url.username = ''
  url.password = ''
  return url.href
}
