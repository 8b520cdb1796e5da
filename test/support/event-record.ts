import { maskedCrc32c } from '../../electron/core/runs/metrics/event-files/crc32c.ts'

export interface WrittenScalar {
  readonly tag: string
  readonly value: number
  readonly step: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** As TensorFlow 2 writes it: a tensor with its bytes as they are. */
  readonly asTensor?: boolean
}

/** A record of an event file of TensorBoard, with one scalar. */
export function eventRecord({ tag, value, step, at, asTensor = false }: WrittenScalar): Buffer {
  const time = Buffer.alloc(8)
  time.writeDoubleLE(at / 1000)
  const number = Buffer.alloc(4)
  number.writeFloatLE(value)
  const told = asTensor
    ? bytesField(8, Buffer.concat([Buffer.from([0x08, 1]), bytesField(2, Buffer.alloc(0)), bytesField(4, number)]))
    : Buffer.concat([Buffer.from([(2 << 3) | 5]), number])
  const summary = bytesField(1, Buffer.concat([bytesField(1, Buffer.from(tag)), told]))
  return framed(Buffer.concat([Buffer.from([0x09]), time, Buffer.from([0x10]), varint(step), bytesField(5, summary)]))
}

export function framed(data: Buffer): Buffer {
  const head = Buffer.alloc(12)
  head.writeBigUInt64LE(BigInt(data.length))
  head.writeUInt32LE(maskedCrc32c(head.subarray(0, 8)), 8)
  const foot = Buffer.alloc(4)
  foot.writeUInt32LE(maskedCrc32c(data))
  return Buffer.concat([head, data, foot])
}

function bytesField(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest % 128) | 0x80)
  }
}
