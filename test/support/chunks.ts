import fc from 'fast-check'

/** Cuts bytes into chunks at the given places, in the order of their size. */
export async function* cutAt(bytes: Uint8Array, places: readonly number[]): AsyncGenerator<Uint8Array, void> {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((one, other) => one - other)
  let start = 0
  for (const end of ends) {
    // Each chunk comes in its own turn, as from a socket.
    await Promise.resolve()
    yield bytes.slice(start, end)
    start = end
  }
}

/** Places to cut at, none to many. */
export const cutPlaces = fc.array(fc.nat(1_000_000), { maxLength: 40 })
