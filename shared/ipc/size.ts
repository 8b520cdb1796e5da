const valueBytes = 8

/**
 * Roughly how much memory a message takes, in bytes; counting ends once the limit is passed.
 * A value that holds itself counts without end, so it passes any limit.
 */
export function estimateSize(message: unknown, limitBytes: number): number {
  const waiting: unknown[] = [message]
  let sizeBytes = 0
  while (waiting.length > 0 && sizeBytes <= limitBytes) {
    const value = waiting.pop()
    sizeBytes += valueBytes
    if (typeof value === 'string') sizeBytes += value.length
    else if (typeof value === 'bigint') sizeBytes += value.toString(16).length
    else if (typeof value === 'object' && value !== null) sizeBytes += addParts(value, waiting, limitBytes)
  }
  return sizeBytes
}

/** Queues what an object holds and returns the size of what needs no further look. */
function addParts(value: object, waiting: unknown[], limitBytes: number): number {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength
  if (value instanceof Map) return addAll(value.entries(), waiting, limitBytes)
  if (value instanceof Set) return addAll(value.values(), waiting, limitBytes)
  if (Array.isArray(value)) return addAll(value.values(), waiting, limitBytes)
  let keyBytes = 0
  for (const [key, part] of Object.entries(value)) {
    keyBytes += key.length
    waiting.push(part)
  }
  return keyBytes
}

/** A sparse array says a length that it does not have, so the walk over it needs its own end. */
function addAll(parts: Iterable<unknown>, waiting: unknown[], limitBytes: number): number {
  let count = 0
  for (const part of parts) {
    if (++count * valueBytes > limitBytes) return count * valueBytes
    waiting.push(part)
  }
  return 0
}
