import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface CodeSize {
  readonly fileCount: number
  readonly fileBytes: number
}

export const sizes = {
  small: { fileCount: 5, fileBytes: 4_000 },
  medium: { fileCount: 500, fileBytes: 100_000 },
  large: { fileCount: 20_000, fileBytes: 10_000 },
} as const satisfies Record<string, CodeSize>

/** One file in so many cannot be compressed, as pictures and weights cannot. */
const randomOneIn = 5
const filesInFolder = 100

/** A project as a user has it: code, what is needed for a test beside it, and the tool's Dockerfiles. */
export interface CodeFolder {
  readonly projectFolder: string
  readonly codePath: string
  readonly mainFile: string
  /** Changes a line of the main file; no two changes are alike. */
  change(): void
}

export function makeCodeFolder(
  projectFolder: string,
  { fileCount, fileBytes, dataBytes }: CodeSize & { readonly dataBytes: number },
): CodeFolder {
  const codePath = join(projectFolder, 'code')
  for (const folder of ['code', 'data', 'output']) mkdirSync(join(projectFolder, folder), { recursive: true })
  for (let file = 0; file < fileCount; file += 1) {
    const folder = join(codePath, `package_${Math.floor(file / filesInFolder)}`)
    if (file % filesInFolder === 0) mkdirSync(folder)
    const content = file % randomOneIn === 0 ? noise(file, fileBytes) : source(file, fileBytes)
    writeFileSync(join(folder, `module_${file}.py`), content)
  }
  if (dataBytes > 0) writeData(join(projectFolder, 'data', 'train.bin'), dataBytes)
  const mainFile = 'train.py'
  let changes = 0
  const change = (): void => {
    changes += 1
    writeFileSync(join(codePath, mainFile), `import sys\nprint(sys.argv)\n# ${process.pid}-${changes}\n`)
  }
  change()
  return { projectFolder, codePath, mainFile, change }
}

const words =
  'self loss torch grad step batch model optimizer train data epoch return def import for in range if not'.split(' ')

/** About as compressible as Python is. */
function source(seed: number, sizeBytes: number): Buffer {
  const random = noise(seed, Math.ceil(sizeBytes / 4))
  const text: string[] = []
  let length = 0
  for (let index = 0; length < sizeBytes; index += 1) {
    const byte = random[index % random.length] ?? 0
    const word = byte < 24 ? `\n    x_${byte}${index % 977} = ` : `${words[byte % words.length] ?? ''} `
    text.push(word)
    length += word.length
  }
  return Buffer.from(text.join('').slice(0, sizeBytes))
}

function noise(seed: number, sizeBytes: number): Buffer {
  return createHash('shake256', { outputLength: sizeBytes }).update(String(seed)).digest()
}

function writeData(path: string, sizeBytes: number): void {
  const piece = noise(-1, 8 * 1024 * 1024)
  const file = openSync(path, 'w')
  try {
    for (let done = 0; done < sizeBytes; done += piece.length) writeSync(file, piece)
  } finally {
    closeSync(file)
  }
}
