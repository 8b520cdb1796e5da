const tab = 9
const lineFeed = 10
const space = 0x20
const del = 0x7f

/**
 * Whether these bytes are printable ASCII, tabs and line ends only, so that they are shown as they are. Four bytes at a
 * time: a pattern over the text takes three times as long.
 */
export function isPlain(bytes: Uint8Array): boolean {
  const aligned = (4 - (bytes.byteOffset % 4)) % 4
  if (bytes.length < aligned) return arePlain(bytes, 0, bytes.length)
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + aligned, (bytes.length - aligned) >> 2)
  if (!arePlain(bytes, 0, aligned)) return false
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? 0
    // Sets the highest bit of each byte below the space, of DEL and of all above it, and at times of a neighbour.
    const isSuspicious = ((word - 0x20202020) | word | (word + 0x01010101)) & 0x80808080
    const start = aligned + at * 4
    if (isSuspicious !== 0 && !arePlain(bytes, start, start + 4)) return false
  }
  return arePlain(bytes, aligned + words.length * 4, bytes.length)
}

function arePlain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0
    if (byte >= del || (byte < space && byte !== tab && byte !== lineFeed)) return false
  }
  return true
}
