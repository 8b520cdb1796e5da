import { fieldsOf } from './protobuf.ts'

/** A number that was written for TensorBoard. */
export interface ScalarEvent {
  readonly tag: string
  readonly value: number
  readonly step: number
  /** Milliseconds since 1970. */
  readonly at: number
}

const maxTag = 200
/** TensorFlow's numbers of the types of numbers. */
const types = { float: 1n, double: 2n, int32: 3n, int64: 9n } as const

/** The scalars of an `Event` of TensorFlow; pictures, texts and histograms are none. */
export function readEvent(message: Buffer): ScalarEvent[] {
  let at = 0
  let step = 0
  const values: { tag: string; value: number }[] = []
  for (const { number, wire, value, bytes } of fieldsOf(message)) {
    if (number === 1 && wire === 1) at = bytes.readDoubleLE() * 1000
    if (number === 2 && wire === 0) step = Number(value)
    if (number === 5 && wire === 2) values.push(...readSummary(bytes))
  }
  return values.map((one) => ({ ...one, step, at }))
}

function readSummary(message: Buffer): { tag: string; value: number }[] {
  return [...fieldsOf(message)].flatMap(({ number, wire, bytes }) => {
    if (number !== 1 || wire !== 2) return []
    let tag = ''
    let told: number | null = null
    for (const field of fieldsOf(bytes)) {
      if (field.number === 1 && field.wire === 2) tag = field.bytes.toString('utf8', 0, maxTag)
      if (field.number === 2 && field.wire === 5) told = field.bytes.readFloatLE()
      if (field.number === 8 && field.wire === 2) told ??= readTensor(field.bytes)
    }
    return tag === '' || told === null ? [] : [{ tag, value: told }]
  })
}

/** Of a tensor that is one number; null of any other. */
function readTensor(message: Buffer): number | null {
  let type = 0n
  const numbers: number[] = []
  let content: Buffer | null = null
  for (const { number, wire, value, bytes } of fieldsOf(message)) {
    if (number === 1 && wire === 0) type = value
    if (number === 2 && wire === 2 && elementsOf(bytes) !== 1n) return null
    if (number === 4 && wire === 2) content = bytes
    if (number === 5) numbers.push(...numbersOf(bytes, 4))
    if (number === 6) numbers.push(...numbersOf(bytes, 8))
    if (number === 7 || number === 10) numbers.push(...(wire === 0 ? [Number(value)] : packed(bytes)))
  }
  if (numbers.length === 1) return numbers[0] ?? null
  return content === null || content.length === 0 ? null : contentOf(content, type)
}

function elementsOf(shape: Buffer): bigint {
  let elements = 1n
  for (const dimension of fieldsOf(shape)) {
    if (dimension.number !== 2) continue
    for (const { number, wire, value } of fieldsOf(dimension.bytes)) if (number === 1 && wire === 0) elements *= value
  }
  return elements
}

function numbersOf(bytes: Buffer, size: 4 | 8): number[] {
  const count = Math.min(2, Math.floor(bytes.length / size))
  return Array.from({ length: count }, (_, place) =>
    size === 4 ? bytes.readFloatLE(place * size) : bytes.readDoubleLE(place * size),
  )
}

function packed(bytes: Buffer): number[] {
  // The varints of a list stand as the values of a field would.
  const [first] = fieldsOf(Buffer.concat([Buffer.from([8]), bytes]))
  return first === undefined ? [] : [Number(first.value)]
}

function contentOf(content: Buffer, type: bigint): number | null {
  if (type === types.float && content.length === 4) return content.readFloatLE()
  if (type === types.double && content.length === 8) return content.readDoubleLE()
  if (type === types.int32 && content.length === 4) return content.readInt32LE()
  return type === types.int64 && content.length === 8 ? Number(content.readBigInt64LE()) : null
}
