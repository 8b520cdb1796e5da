import { open } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { CodeFolder, MainFileCandidate } from '../../../shared/model/code-folder.ts'
import { noIgnoreSettings } from '../../../shared/model/ignore.ts'
import type { IgnoreSettings } from '../../../shared/model/ignore.ts'
import { readAhead } from '../async/read-ahead.ts'
import { cancelled } from '../../../shared/errors.ts'
import { checkCodeFolder } from './check-folder.ts'
import { foldersHiddenByMounts } from './mounts.ts'
import { scoreMainFile, scorePath } from './main-file.ts'
import { projectName, suggestProject } from './suggestion.ts'
import { walkCodeFolder } from './walk.ts'
import type { CodeTree } from './walk.ts'

/** Of a file that is larger, only its beginning and its end are read: the guard that starts it is at the end. */
const partBytes = 64 * 1024
const maxFilesRead = 2000
const filesReadAtOnce = 16

/** Looks a code folder over for the form. Rejects with `invalid-field` when it is none, `read-failed` if it cannot. */
export async function inspectCodeFolder(
  path: string,
  signal: AbortSignal,
  ignore: IgnoreSettings = noIgnoreSettings,
): Promise<CodeFolder> {
  const codePath = resolve(path)
  await checkCodeFolder(codePath)
  const tree = await walkCodeFolder({ root: codePath, ignore, specialFiles: 'skip', signal })
  return {
    path: codePath,
    mainFiles: await rankMainFiles(tree, signal),
    notebookCount: tree.entries.filter(({ type, path }) => type === 'file' && path.endsWith('.ipynb')).length,
    fileCount: tree.fileCount,
    sizeBytes: tree.sizeBytes,
    ignoredCount: tree.ignoredCount,
    hiddenByMounts: foldersHiddenByMounts(tree),
    suggestion: suggestProject(codePath),
  }
}

/** Every `.py` file, best guess first; of a great many only the likeliest by name are read. */
async function rankMainFiles(tree: CodeTree, signal: AbortSignal): Promise<MainFileCandidate[]> {
  const files = tree.entries.filter(({ type, path }) => type !== 'folder' && path.endsWith('.py'))
  const packages = new Set(files.flatMap(({ path }) => (/(?:^|\/)__init__\.py$/.test(path) ? [dirname(path)] : [])))
  const place = { folderName: projectName(tree.root), packages }
  const byName = files.map(({ path }) => ({ path, score: scorePath(path, place) })).sort(byScore)
  const read = readAhead(byName.slice(0, maxFilesRead), filesReadAtOnce, async ({ path }) => {
    if (signal.aborted) throw cancelled()
    return { path, score: scoreMainFile(path, await readEnds(join(tree.root, path)), place) }
  })
  const ranked: MainFileCandidate[] = []
  for await (const candidate of read) ranked.push(candidate)
  return [...ranked, ...byName.slice(maxFilesRead)].sort(byScore)
}

function byScore(one: MainFileCandidate, other: MainFileCandidate): number {
  return other.score - one.score || (one.path < other.path ? -1 : 1)
}

async function readEnds(path: string): Promise<string> {
  try {
    const file = await open(path)
    try {
      const { size } = await file.stat()
      const bytes = Buffer.alloc(2 * partBytes)
      const head = await file.read(bytes, 0, partBytes, 0)
      const rest = Math.max(head.bytesRead, size - partBytes)
      const tail = await file.read(bytes, head.bytesRead, partBytes, rest)
      return bytes.toString('utf8', 0, head.bytesRead + tail.bytesRead)
    } finally {
      await file.close()
    }
  } catch {
    return '' // A dangling link or a file that may not be read is judged by its name; packing says what is wrong with it.
  }
}
