import { chmod, link, mkdir, symlink, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import fc from 'fast-check'

const names = [
  'main.py',
  'with space',
  'é',
  'e\u0301',
  '训练集',
  '💾',
  'new\nline',
  'tab\t',
  `quotes'"`,
  'back\\slash',
  '*?[a]',
  '%20',
  '-rf',
  '.hidden',
  '$HOME',
  'n'.repeat(101),
  'N'.repeat(200),
]

const oddFile = fc.oneof(
  fc.record({ kind: fc.constant('file' as const), content: fc.uint8Array({ maxLength: 3000 }) }),
  fc.record({ kind: fc.constant('sparse' as const), sizeBytes: fc.integer({ min: 0, max: 3_000_000 }) }),
  fc.record({ kind: fc.constant('second name' as const) }),
  fc.record({ kind: fc.constant('link' as const), target: fc.constantFrom('main.py', '../missing', '/data/é', '.') }),
  fc.record({ kind: fc.constant('folder' as const) }),
)

const oddEntry = fc.record({
  path: fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }),
  entry: oddFile,
  mode: fc.constantFrom(0o644, 0o755, 0o600, 0o4755, 0o2755, 0o1777, 0o400),
})

/** Trees with everything in them that a code folder may have and few have; the same ones for the same seed. */
export function oddTrees(options: { readonly seed: number; readonly count: number }): OddTree[] {
  const tree = fc.array(oddEntry, { minLength: 30, maxLength: 60 })
  return fc.sample(tree, { seed: options.seed, numRuns: options.count })
}

export type OddTree = readonly {
  readonly path: readonly string[]
  readonly entry: {
    readonly kind: 'file' | 'sparse' | 'second name' | 'link' | 'folder'
    readonly content?: Uint8Array
    readonly sizeBytes?: number
    readonly target?: string
  }
  readonly mode: number
}[]

/** What cannot be where something else is already is left out. */
export async function writeOddTree(root: string, tree: OddTree): Promise<void> {
  const first = join(root, 'first.py')
  await mkdir(root, { recursive: true })
  await writeFile(first, 'print()\n')
  for (const { path, entry, mode } of tree) {
    const fullPath = join(root, ...path)
    try {
      await mkdir(dirname(fullPath), { recursive: true })
      await writeOddEntry(fullPath, { entry, first })
      if (entry.kind !== 'link' && entry.kind !== 'second name') await chmod(fullPath, mode)
    } catch (error) {
      if (!isInTheWay(error)) throw error
    }
  }
}

async function writeOddEntry(
  path: string,
  { entry, first }: { readonly entry: OddTree[number]['entry']; readonly first: string },
): Promise<void> {
  switch (entry.kind) {
    case 'file':
      return writeFile(path, entry.content ?? '', { flag: 'wx' })
    case 'sparse':
      await writeFile(path, '', { flag: 'wx' })
      return truncate(path, entry.sizeBytes)
    case 'second name':
      return link(first, path)
    case 'link':
      return symlink(entry.target ?? '', path)
    case 'folder':
      return mkdir(path)
  }
}

const inTheWay: readonly unknown[] = ['EEXIST', 'ENOTDIR', 'ENOENT', 'ELOOP', 'EISDIR']

function isInTheWay(error: unknown): boolean {
  return error instanceof Error && 'code' in error && inTheWay.includes(error.code)
}
