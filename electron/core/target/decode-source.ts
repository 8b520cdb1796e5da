import type { PythonVersion } from './python-version.ts'

/** The text of a file, and where Python would stop reading it. */
export interface DecodedSource {
  readonly text: string
  /** Position of the first character that no encoding was told for; null where Python reads all of them. */
  readonly undeclaredAt: number | null
}

/** PEP 263: an encoding is told by a comment in one of the first two lines; the second counts if the first is empty of code. */
const codingLine = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/
const emptyLine = /^[ \t\f]*(?:#.*)?\r?$/

/** Reads a source file as Python does: UTF-8 with or without a mark, or what its coding line tells. */
export function decodeSource(bytes: Uint8Array): DecodedSource {
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 400)).toString('latin1')
  const told = toldEncoding(latin)
  const asUtf8 = strictly('utf-8', bytes)
  if (told === null || isUtf8(told)) {
    if (asUtf8 !== null) return { text: asUtf8, undeclaredAt: null }
    const text = strictly('gb18030', bytes) ?? new TextDecoder().decode(bytes)
    return { text, undeclaredAt: firstForeign(text) }
  }
  // An encoding of Python's that is not known here is taken for right.
  const text = strictly(nodeName(told), bytes) ?? asUtf8 ?? new TextDecoder('latin1').decode(bytes)
  return { text, undeclaredAt: null }
}

/** Python 2 takes no such character at all without a coding line or a byte order mark. */
export function undeclaredInPython2(text: string): number | null {
  return toldEncoding(text.slice(0, 400)) === null ? firstForeign(text) : null
}

/** Whether characters beyond ASCII are in a file that its reader would stop at. */
export function undeclaredIn(
  { text, undeclaredAt, hasMark }: { text: string; undeclaredAt: number | null; hasMark: boolean },
  python: PythonVersion | null,
): number | null {
  if (python?.major === 2) return hasMark ? null : undeclaredInPython2(text)
  return undeclaredAt
}

function toldEncoding(text: string): string | null {
  const [first = '', second = ''] = text.replace(/^(?:\uFEFF|ï»¿)/, '').split('\n', 2)
  return codingLine.exec(first)?.[1] ?? (emptyLine.test(first) ? (codingLine.exec(second)?.[1] ?? null) : null)
}

function isUtf8(name: string): boolean {
  return /^utf[-_]?8(?:[-_]|$)/i.test(name)
}

function nodeName(name: string): string {
  const plain = name.toLowerCase().replaceAll('_', '-')
  if (/^(?:cp936|936|ms936|gb2312|euc-?cn)$/.test(plain)) return 'gbk'
  return /^latin|^iso-?8859-?1$|^l1$/.test(plain) ? 'latin1' : plain
}

function strictly(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function firstForeign(text: string): number | null {
  const at = text.search(/[^\x00-\x7f]/)
  return at < 0 ? null : at
}
