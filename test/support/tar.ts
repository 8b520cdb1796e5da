export interface TarFile {
  readonly content: string | Buffer
  readonly mode?: number
}

const blockBytes = 512

/** A tar (POSIX ustar) of files by their paths, which are short. */
export async function* makeTar(files: Readonly<Record<string, string | TarFile>>): AsyncGenerator<Uint8Array, void> {
  for (const [name, file] of Object.entries(files)) {
    const { content, mode = 0o644 } = typeof file === 'string' ? { content: file } : file
    const bytes = Buffer.from(content)
    yield makeTarHeader(name, mode, bytes.length)
    yield bytes
    yield Buffer.alloc((blockBytes - (bytes.length % blockBytes)) % blockBytes)
    // Lets the reader's own work go on between two files.
    await Promise.resolve()
  }
  yield Buffer.alloc(2 * blockBytes)
}

export function makeTarHeader(name: string, mode: number, sizeBytes: number): Buffer {
  const header = Buffer.alloc(blockBytes)
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0')
  header.write(name, 0)
  header.write(`${octal(mode, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(sizeBytes, 11)}\0${octal(0, 11)}\0`, 100)
  header.write('        0', 148)
  header.write('ustar\u000000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${octal(sum, 6)}\0 `, 148)
  return header
}
