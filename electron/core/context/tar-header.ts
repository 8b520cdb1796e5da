/** What one entry of a tar says of itself. The owner is root and the time fixed, for the same code to give the same bytes. */
export interface TarEntry {
  readonly type: 'file' | 'folder' | 'link'
  /** Without a slash at its end. */
  readonly path: string
  readonly mode: number
  /** Of the content; 0 but for files. */
  readonly sizeBytes: number
  readonly target: string
}

export const blockBytes = 512
/** 2 January 1980 UTC: the zip format, which Python packs wheels and eggs in, knows no earlier time in any time zone. */
const modifiedSeconds = 315_619_200
const typeFlags = { file: '0', folder: '5', link: '2' } as const
const maxSizeInHeader = 0o77777777777

/** The header blocks of an entry: one in the ustar format, after a pax header where that cannot say it all. */
export function tarHeader(entry: TarEntry): Buffer {
  const path = entry.type === 'folder' ? `${entry.path}/` : entry.path
  const records: string[] = []
  if (!fits(path)) records.push(paxRecord('path', path))
  if (!fits(entry.target)) records.push(paxRecord('linkpath', entry.target))
  if (entry.sizeBytes > maxSizeInHeader) records.push(paxRecord('size', String(entry.sizeBytes)))
  const header = ustarBlock({
    path: shortened(path),
    mode: entry.mode,
    sizeBytes: Math.min(entry.sizeBytes, maxSizeInHeader),
    typeFlag: typeFlags[entry.type],
    target: shortened(entry.target),
  })
  return records.length === 0 ? header : Buffer.concat([paxHeader(records.join('')), header])
}

/** What follows `sizeBytes` of content, up to the next block. */
export function tarPadding(sizeBytes: number): Buffer {
  return Buffer.alloc(tarPaddingBytes(sizeBytes))
}

export function tarPaddingBytes(sizeBytes: number): number {
  return (blockBytes - (sizeBytes % blockBytes)) % blockBytes
}

/** Ends a tar. */
export function tarEnd(): Buffer {
  return Buffer.alloc(2 * blockBytes)
}

function paxHeader(records: string): Buffer {
  const content = Buffer.from(records)
  const header = ustarBlock({ path: 'pax', mode: 0o644, sizeBytes: content.length, typeFlag: 'x', target: '' })
  return Buffer.concat([header, content, tarPadding(content.length)])
}

/** `LENGTH KEY=VALUE\n`, where the length counts itself. */
function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`)
  let length = rest + String(rest).length
  if (rest + String(length).length !== length) length += 1
  return `${length} ${key}=${value}\n`
}

function ustarBlock(fields: {
  path: string
  mode: number
  sizeBytes: number
  typeFlag: string
  target: string
}): Buffer {
  const block = Buffer.alloc(blockBytes)
  block.write(fields.path, 0, 100)
  writeOctal(block, { value: fields.mode, at: 100, digits: 7 })
  writeOctal(block, { value: 0, at: 108, digits: 7 })
  writeOctal(block, { value: 0, at: 116, digits: 7 })
  writeOctal(block, { value: fields.sizeBytes, at: 124, digits: 11 })
  writeOctal(block, { value: modifiedSeconds, at: 136, digits: 11 })
  block.write(fields.typeFlag, 156)
  block.write(fields.target, 157, 100)
  block.write('ustar\u000000', 257)
  // The checksum is taken with its own field full of spaces.
  block.write(' '.repeat(8), 148)
  let checksum = 0
  for (const byte of block) checksum += byte
  block.write(`${checksum.toString(8).padStart(6, '0')}\u0000 `, 148)
  return block
}

function writeOctal(block: Buffer, field: { value: number; at: number; digits: number }): void {
  block.write(field.value.toString(8).padStart(field.digits, '0'), field.at)
}

function fits(text: string): boolean {
  return text.length <= 100 && /^[\u0001-\u007f]*$/.test(text)
}

/** Stands in the old header where the pax header has the whole text. */
function shortened(text: string): string {
  return fits(text) ? text : text.replace(/[^\u0001-\u007f]/g, '_').slice(0, 100)
}
