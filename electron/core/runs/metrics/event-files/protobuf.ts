/** One field of a message: a whole number, eight or four bytes, or a piece of bytes. */
export interface ProtoField {
  readonly number: number
  readonly wire: 0 | 1 | 2 | 5
  readonly value: bigint
  readonly bytes: Buffer
}

const noBytes = Buffer.alloc(0)

/** The fields of a message, in their order; what is cut off or unknown ends it. */
export function* fieldsOf(message: Buffer): Generator<ProtoField, void> {
  let at = 0
  const varint = (): bigint | null => {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at++]
      if (byte === undefined) return null
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asIntN(64, value)
    }
    return null
  }
  while (at < message.length) {
    const key = varint()
    if (key === null) return
    const number = Number(key >> 3n)
    const wire = Number(key & 7n)
    if (wire === 0) {
      const value = varint()
      if (value === null) return
      yield { number, wire, value, bytes: noBytes }
      continue
    }
    if (wire !== 1 && wire !== 2 && wire !== 5) return
    const length = wire === 2 ? varint() : wire === 1 ? 8n : 4n
    if (length === null || length < 0n || BigInt(at) + length > BigInt(message.length)) return
    yield { number, wire, value: 0n, bytes: message.subarray(at, at + Number(length)) }
    at += Number(length)
  }
}
