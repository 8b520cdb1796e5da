import { readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { cancelled } from '../../../shared/errors.ts'
import { decodeSource } from './decode-source.ts'
import { importsOf, type ImportedModule } from './imports.ts'
import { findModule, type FoundModule } from './modules/find-module.ts'
import { ownFilesOf, type OwnFiles } from './modules/own-files.ts'
import { pathChangeOf } from './modules/search-path.ts'
import { parsePython, type PythonSource, type SourceText } from './python-source.ts'

const maxFiles = 300
const maxBytes = 1_000_000

/** An import of the code, and what it leads to. */
export interface ResolvedImport {
  readonly source: PythonSource
  readonly imported: ImportedModule
  readonly found: FoundModule
}

/** The main file, and every module of the code folder that is reached from it by imports. */
export interface CodeSources {
  readonly main: PythonSource
  readonly sources: readonly PythonSource[]
  readonly imports: readonly ResolvedImport[]
  readonly files: OwnFiles
  /** Folders of the code in which Python looks for modules. */
  readonly roots: readonly string[]
  /** Whether the code adds folders to them that cannot be read. */
  readonly isPathOpen: boolean
}

interface Question {
  readonly codePath: string
  readonly mainFile: string
}

/**
 * Reads as Python does: it looks for modules beside the main file, and where the code itself puts the search path.
 * What it will not find there is read from beside the importing file or from the root all the same. Null when there is
 * no main file to read.
 */
export async function readSources(
  { codePath, mainFile }: Question,
  signal: AbortSignal,
  isPython2 = false,
): Promise<CodeSources | null> {
  const files = ownFilesOf(codePath)
  const sources = new Map<string, PythonSource>()
  const roots = [dirname(normalize(mainFile))]
  let isPathOpen = false
  const missing = new Set<string>()
  const waiting = [normalize(mainFile)]
  for (let path = waiting.shift(); path !== undefined && sources.size < maxFiles; path = waiting.shift()) {
    if (signal.aborted) throw cancelled()
    if (sources.has(path) || missing.has(path)) continue
    const text = await readText(join(codePath, path))
    if (text === null) {
      missing.add(path)
      continue
    }
    const source = parsePython(path, text)
    sources.set(path, source)
    const change = pathChangeOf(source)
    isPathOpen ||= change.isOpen
    for (const folder of change.folders) if (!roots.includes(folder)) roots.push(folder)
    for (const imported of importsOf(source)) {
      const wide = imported.level > 0 ? [] : [...roots, dirname(path), '.']
      const { files: reached } = await resolve(files, source, imported, wide)
      waiting.push(...reached)
    }
  }
  const main = sources.get(normalize(mainFile))
  if (main === undefined) return null
  const all = [...sources.values()]
  const imports: ResolvedImport[] = []
  for (const source of all) {
    const inPackage =
      isPython2 && (await files.has(join(dirname(source.path), '__init__.py'))) ? [dirname(source.path)] : []
    for (const imported of importsOf(source)) {
      imports.push({ source, imported, found: await resolve(files, source, imported, [...inPackage, ...roots]) })
    }
  }
  return { main, sources: all, imports, files, roots, isPathOpen }
}

function resolve(
  files: OwnFiles,
  source: PythonSource,
  imported: ImportedModule,
  roots: readonly string[],
): Promise<FoundModule> {
  const { level } = imported
  if (level === 0) return findModule(files, [...new Set(roots)], imported)
  const folder = join(dirname(source.path), ...Array<string>(level - 1).fill('..'))
  return folder.startsWith('..')
    ? Promise.resolve({ files: [], isOwn: false, absent: null })
    : findModule(files, [folder], imported)
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
