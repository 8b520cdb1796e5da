import { readFile, stat } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { cancelled } from '../../../shared/errors.ts'
import { decodeSource } from './decode-source.ts'
import { importsOf, type ImportedModule } from './imports.ts'
import { parsePython, type PythonSource, type SourceText } from './python-source.ts'

const maxFiles = 300
const maxBytes = 1_000_000

/** The main file, and every module of the code folder that is reached from it by imports. */
export interface CodeSources {
  readonly main: PythonSource
  readonly sources: readonly PythonSource[]
  /** Whether a module is one of the code folder's own. */
  isOwn(source: PythonSource, imported: ImportedModule): boolean
}

/** Null when there is no main file to read. */
export async function readSources(
  { codePath, mainFile }: { readonly codePath: string; readonly mainFile: string },
  signal: AbortSignal,
): Promise<CodeSources | null> {
  const sources = new Map<string, PythonSource>()
  const own = new Set<string>()
  // The same few modules are imported all over the code.
  const known = new Map<string, Promise<string[]>>()
  const find = (source: PythonSource, imported: ImportedModule): Promise<string[]> => {
    const { name, members, level } = imported
    const key = [dirname(source.path), level, name, ...members].join('\n')
    const found = known.get(key) ?? findModule(codePath, mainFile, source, imported)
    known.set(key, found)
    return found
  }
  const waiting = [normalize(mainFile)]
  for (let path = waiting.shift(); path !== undefined && sources.size < maxFiles; path = waiting.shift()) {
    if (signal.aborted) throw cancelled()
    if (sources.has(path)) continue
    const text = await readText(join(codePath, path))
    if (text === null) continue
    const source = parsePython(path, text)
    sources.set(path, source)
    for (const imported of importsOf(source)) {
      const found = await find(source, imported)
      if (found.length > 0) own.add(keyOf(source, imported))
      waiting.push(...found)
    }
  }
  const main = sources.get(normalize(mainFile))
  if (main === undefined) return null
  return { main, sources: [...sources.values()], isOwn: (source, imported) => own.has(keyOf(source, imported)) }
}

function keyOf({ path }: PythonSource, { position, name }: ImportedModule): string {
  return [path, position, name].join('\n')
}

/** Files that an import may mean: beside the main file, where Python looks first, beside the file itself, at the root. */
async function findModule(
  codePath: string,
  mainFile: string,
  source: PythonSource,
  { name, members, level }: ImportedModule,
): Promise<string[]> {
  const here = dirname(source.path)
  const roots = level > 0 ? [join(here, ...Array<string>(level - 1).fill('..'))] : [dirname(mainFile), here, '.']
  const parts = name === '' ? [] : name.split('.')
  const found: string[] = []
  for (const root of new Set(roots)) {
    const base = join(root, ...parts)
    if (base.startsWith('..')) continue
    const packages = parts.map((_, index) => join(root, ...parts.slice(0, index + 1), '__init__.py'))
    const modules = [...members, ''].flatMap((member) => {
      const path = join(base, member === '*' ? '' : member)
      return [`${path}.py`, join(path, '__init__.py')]
    })
    for (const path of [...packages, ...modules]) if (await isThere(join(codePath, path))) found.push(path)
    // A folder without `__init__.py` is a package as well, in Python 3.
    if (found.length > 0) break
  }
  return found
}

async function isThere(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found?.isFile() === true
}

/** Null for what is missing, no file, or too big to be code. */
async function readText(path: string): Promise<SourceText | null> {
  try {
    const bytes = await readFile(path)
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    return bytes.byteLength > maxBytes ? null : { ...decodeSource(bytes), hasMark }
  } catch {
    return null
  }
}
