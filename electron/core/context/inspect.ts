import { open } from 'node:fs/promises'
import { join, resolve } from 'node:path'
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

const headBytes = 64 * 1024
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
    fileCount: tree.fileCount,
    sizeBytes: tree.sizeBytes,
    ignoredCount: tree.ignoredCount,
    hiddenByMounts: foldersHiddenByMounts(tree),
    suggestion: suggestProject(codePath),
  }
}

/** Every `.py` file, best guess first; of a great many only the likeliest by name are read. */
async function rankMainFiles(tree: CodeTree, signal: AbortSignal): Promise<MainFileCandidate[]> {
  const folderName = projectName(tree.root)
  const byName = tree.entries
    .filter(({ type, path }) => type !== 'folder' && path.endsWith('.py'))
    .map(({ path }) => ({ path, score: scorePath(path, folderName) }))
    .sort(byScore)
  const read = readAhead(byName.slice(0, maxFilesRead), filesReadAtOnce, async ({ path }) => {
    if (signal.aborted) throw cancelled()
    return { path, score: scoreMainFile(path, await readHead(join(tree.root, path)), folderName) }
  })
  const ranked: MainFileCandidate[] = []
  for await (const candidate of read) ranked.push(candidate)
  return [...ranked, ...byName.slice(maxFilesRead)].sort(byScore)
}

function byScore(one: MainFileCandidate, other: MainFileCandidate): number {
  return other.score - one.score || (one.path < other.path ? -1 : 1)
}

async function readHead(path: string): Promise<string> {
  try {
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
      return buffer.toString('utf8', 0, bytesRead)
    } finally {
      await file.close()
    }
  } catch {
    return '' // A dangling link or a file that may not be read is judged by its name; packing says what is wrong with it.
  }
}
