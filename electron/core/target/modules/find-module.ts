import { posix } from 'node:path'
import type { ImportedModule } from '../imports.ts'
import type { OwnFiles } from './own-files.ts'

/** What an import leads to in the code folder. */
export interface FoundModule {
  /** Files that are read by it. */
  readonly files: readonly string[]
  /** Whether its first part is there. */
  readonly isOwn: boolean
  /** The first name of it that is not in the package that it ought to be in; null where all is there. */
  readonly absent: string | null
}

const nothing: FoundModule = { files: [], isOwn: false, absent: null }

/** Looks for a module in the folders of the search path, as Python does: the first that has its first part counts. */
export async function findModule(
  files: OwnFiles,
  roots: readonly string[],
  { name, members }: Pick<ImportedModule, 'name' | 'members'>,
): Promise<FoundModule> {
  const parts = name === '' ? [] : name.split('.')
  let bare: string | null = null
  for (const root of roots) {
    const first = parts[0]
    if (first === undefined) return readPackage(files, root, [], members)
    const place = await placeOf(files, root, first)
    if (place === 'module')
      return { files: [posix.join(root, `${first}.py`)], isOwn: true, absent: parts.length > 1 ? name : null }
    if (place === 'package') return readPackage(files, root, parts, members)
    if (place === 'built') return { files: [], isOwn: true, absent: null }
    if (place === 'folder') bare ??= root
  }
  // A folder without `__init__.py` counts only where nothing else has that name.
  return bare === null ? nothing : readPackage(files, bare, parts, members)
}

async function placeOf(
  files: OwnFiles,
  root: string,
  name: string,
): Promise<'package' | 'module' | 'built' | 'folder' | null> {
  const names = await files.list(root)
  if (names.get(name) === true && (await files.list(posix.join(root, name))).get('__init__.py') === false)
    return 'package'
  if ([...names.keys()].some((one) => one.startsWith(`${name}.`) && /\.(?:so|pyd)$/.test(one))) return 'built'
  if (names.get(`${name}.py`) === false) return 'module'
  return names.get(name) === true ? 'folder' : null
}

async function readPackage(
  files: OwnFiles,
  root: string,
  parts: readonly string[],
  members: readonly string[],
): Promise<FoundModule> {
  const found: string[] = []
  let folder = root
  let isBare = false
  for (const [index, part] of parts.entries()) {
    const place = await placeOf(files, folder, part)
    if (place === 'built') return { files: found, isOwn: true, absent: null }
    if (place === 'module') {
      found.push(posix.join(folder, `${part}.py`))
      return { files: found, isOwn: true, absent: index === parts.length - 1 ? null : parts.join('.') }
    }
    // What a bare folder has not may be in another one of that name.
    if (place === null)
      return { files: found, isOwn: index > 0, absent: isBare ? null : parts.slice(0, index + 1).join('.') }
    folder = posix.join(folder, part)
    isBare = place === 'folder'
    if (!isBare) found.push(posix.join(folder, '__init__.py'))
  }
  if (parts.length === 0 && (await files.has(posix.join(folder, '__init__.py'))))
    found.push(posix.join(folder, '__init__.py'))
  for (const member of members) {
    if (member === '*') continue
    const place = await placeOf(files, folder, member)
    if (place === 'module') found.push(posix.join(folder, `${member}.py`))
    if (place === 'package') found.push(posix.join(folder, member, '__init__.py'))
  }
  const isAnything =
    !isBare ||
    parts.length > 1 ||
    found.length > 0 ||
    [...(await files.list(folder)).keys()].some((name) => /\.(?:py|so|pyd)$/.test(name))
  return { files: found, isOwn: isAnything, absent: null }
}
