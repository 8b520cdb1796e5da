import { posix } from 'node:path'
import type { BaseChoice } from '../../../shared/model/base-image.ts'
import { frameworkOf } from '../../../shared/uaitrain/combinations.ts'
import { mountedFolders } from '../context/mounts.ts'
import { findingAt, type Finding } from './finding.ts'
import { newerModules } from './newer-names.ts'
import { baseModules, frameworkModules, isStandardModule, modulesOnlyIn } from './known-modules.ts'
import type { PythonVersion } from './python-version.ts'
import type { CodeSources, ResolvedImport } from './read-sources.ts'

interface Known {
  readonly base: BaseChoice
  readonly python: PythonVersion | null
  /** First parts of the names of all that the image has; null where it was not asked. */
  readonly modules: readonly string[] | null
}

/** Are the modules that the code imports in the base image, or in the code where Python looks for them? */
export async function checkModules(code: CodeSources, known: Known): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const one of code.imports) {
    const found = await judge(code, one, known)
    if (found === null) continue
    // What is imported in a function alone is needed by nobody else.
    findings.push(one.imported.isLate ? { ...found, severity: 'warning', isLate: true } : found)
  }
  return findings
}

async function judge(code: CodeSources, one: ResolvedImport, known: Known): Promise<Finding | null> {
  const { source, imported, found } = one
  if (imported.isGuarded) return null
  const { name, level, position } = imported
  const hidden = hiddenBy(code, one)
  if (hidden !== null) return hidden
  if (level > 0) return judgeRelative(code, one)
  const [top = ''] = name.split('.')
  if (found.isOwn) return found.absent === null ? null : absent(code, one, found.absent)
  const isElsewhere = known.modules?.includes(top) ?? isKnown(top, known.base)
  const old = missingInPython(name, known)
  if (old) return findingAt('module-missing', source, position, name)
  if (isElsewhere || isStandardModule(top)) return null
  const [folder] = await code.files.foldersWith(top)
  if (folder !== undefined) {
    if (code.isPathOpen) return null
    return { ...findingAt('module-off-path', source, position, top), has: folder }
  }
  if (await code.files.hasUnbuilt(top)) {
    return { ...findingAt('module-missing', source, position, name), detail: 'module-unbuilt' }
  }
  if (known.python === null && known.modules === null) return null
  const unknown = findingAt('module-unknown', source, position, top)
  return known.modules === null ? unknown : { ...unknown, detail: 'module-not-in-image' }
}

function isKnown(top: string, base: BaseChoice): boolean {
  const framework = frameworkOf(base)
  if (framework === null) return Object.values(frameworkModules).flat().includes(top) || baseModules.includes(top)
  return baseModules.includes(top) || (frameworkModules[framework] ?? [framework]).includes(top)
}

/** Whether a module of the standard library is not in the image's Python, by its version. */
function missingInPython(name: string, { python, modules }: Known): boolean {
  const [top = ''] = name.split('.')
  if (python === null || modules?.includes(top) === true) return false
  if (modulesOnlyIn(python.major === 2 ? 3 : 2, name)) return true
  const since = newerModules[name] ?? newerModules[top]
  return python.major === 3 && since !== undefined && since > python.minor
}

/** A relative import needs a package around its file, which the main file never has. */
async function judgeRelative(code: CodeSources, { source, imported, found }: ResolvedImport): Promise<Finding | null> {
  const { name, level, position } = imported
  const subject = `${'.'.repeat(level)}${name}`
  const folders = posix.dirname(source.path)
  const isMain = source === code.main
  const depth = Math.max(...code.roots.map((root) => depthBelow(root, folders)))
  if (isMain || (depth >= 0 && level > depth && !code.isPathOpen)) {
    return { ...findingAt('module-off-path', source, position, subject), has: folders, detail: 'relative-import' }
  }
  return found.absent === null ? null : absent(code, { source, imported, found }, found.absent)
}

/** How many packages a folder is in, counted from a folder of the search path; -1 where it is not below it. */
function depthBelow(root: string, folder: string): number {
  if (root === '.') return folder === '.' ? 0 : folder.split('/').length
  if (folder === root) return 0
  return folder.startsWith(`${root}/`) ? folder.slice(root.length + 1).split('/').length : -1
}

async function absent(code: CodeSources, { source, imported }: ResolvedImport, name: string): Promise<Finding | null> {
  const shown = imported.level > 0 ? `${'.'.repeat(imported.level)}${name}` : name
  const isUnbuilt = await code.files.hasUnbuilt(name)
  const finding = findingAt('module-missing', source, imported.position, shown)
  return { ...finding, detail: isUnbuilt ? 'module-unbuilt' : 'module-not-there' }
}

/** What lies below `data` or `output` is under what the platform mounts over them. */
function hiddenBy(code: CodeSources, { source, imported, found }: ResolvedImport): Finding | null {
  if (isBelowMount(source.path)) return null
  const hidden = found.files.find(isBelowMount)
  if (hidden === undefined) return null
  const name = imported.level > 0 ? `${'.'.repeat(imported.level)}${imported.name}` : imported.name
  return code.main === source && isBelowMount(code.main.path)
    ? null
    : { ...findingAt('hidden-by-mount', source, imported.position, name), has: hidden }
}

export function isBelowMount(path: string): boolean {
  return mountedFolders.includes(path.split('/')[0] ?? '') && path.includes('/')
}
