// @ts-check
/**
 * Puts the sample project together in build/out/sample: its code as it is, and 10 000 real handwritten digits of the
 * `mnist` package in the IDX format (4 in 5 to train on, the rest to test with).
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const target = join(here, 'out/sample')
const digitsFolder = join(dirname(createRequire(import.meta.url).resolve('mnist')), 'digits')
const side = 28
const pixelsPerDigit = side * side

/** @type {{ label: number, pixels: Uint8Array }[]} */
const train = []
/** @type {{ label: number, pixels: Uint8Array }[]} */
const test = []

for (let label = 0; label < 10; label++) {
  const numbers = /** @type {{ data: number[] }} */ (
    JSON.parse(readFileSync(join(digitsFolder, `${label}.json`), 'utf8'))
  )
  const bytes = Uint8Array.from(numbers.data, (value) => Math.round(value * 255))
  for (let index = 0; (index + 1) * pixelsPerDigit <= bytes.length; index++) {
    const pixels = bytes.subarray(index * pixelsPerDigit, (index + 1) * pixelsPerDigit)
    const set = index % 5 === 4 ? test : train
    set.push({ label, pixels })
  }
}

/** @param {number[]} values */
function bigEndian(...values) {
  const header = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => header.writeUInt32BE(value, index * 4))
  return header
}

/**
 * @param {string} name
 * @param {{ label: number, pixels: Uint8Array }[]} digits
 */
function writeSet(name, digits) {
  const images = Buffer.concat([bigEndian(2051, digits.length, side, side), ...digits.map((digit) => digit.pixels)])
  const labels = Buffer.concat([bigEndian(2049, digits.length), Buffer.from(digits.map((digit) => digit.label))])
  writeFileSync(join(target, 'data', `${name}-images-idx3-ubyte`), images)
  writeFileSync(join(target, 'data', `${name}-labels-idx1-ubyte`), labels)
}

mkdirSync(join(target, 'data'), { recursive: true })
cpSync(join(here, 'sample/code'), join(target, 'code'), { recursive: true })
writeSet('train', train)
writeSet('t10k', test)
