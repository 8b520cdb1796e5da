const maxLength = 4096

/**
 * A list of texts, none of them empty or longer than a path can be; null for anything else. Checked by hand: the
 * window does not wait for a schema library to be loaded.
 */
export function textsIn(value: unknown): readonly string[] | null {
  if (!Array.isArray(value)) return null
  const items: readonly unknown[] = value
  return items.every(isText) ? items : null
}

function isText(item: unknown): item is string {
  return typeof item === 'string' && item !== '' && item.length <= maxLength
}
