import { appendFile, copyFile, mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Repository } from './find-repository.ts'

const maxIndexBytes = 512 * 1024 * 1024
const maxListBytes = 1024 * 1024

/** A repository folder of the app's own, in which git works on what somebody else has checked out. */
export interface PrivateRepository {
  readonly environment: Readonly<Record<string, string>>
  compareBy(settings: ComparisonSettings): Promise<void>
  remove(): Promise<void>
}

/** Settings of git's section `core` that only say how files are to be compared, by their names there. */
export type ComparisonSettings = ReadonlyMap<string, string>

/**
 * Git takes settings, hooks, remotes and references from this folder alone, and of the other one only objects, index and
 * what is ignored: so nothing that a stranger has written into a repository can name a program to start or an address to reach.
 * See “CONFIGURATION FILE”, “ENVIRONMENT VARIABLES” and gitattributes(5): a filter or a driver that no setting names does nothing.
 */
export async function makePrivateRepository({
  root,
  gitFolder,
  commonFolder,
  commit,
}: Repository): Promise<PrivateRepository> {
  const folder = await mkdtemp(join(tmpdir(), 'uai-git-'))
  const own = join(folder, 'git')
  try {
    for (const part of ['info', 'refs', 'objects']) await mkdir(join(own, part), { recursive: true })
    await writeFile(join(own, 'HEAD'), `${commit}\n`)
    await writeFile(join(own, 'config'), configOf(commit))
    await copyIfSmall(join(gitFolder, 'index'), join(own, 'index'), maxIndexBytes)
    // An index that is split names the file with its larger part.
    for (const name of await readdir(gitFolder).catch(() => [])) {
      if (/^sharedindex\.[0-9a-f]+$/.test(name)) {
        await copyIfSmall(join(gitFolder, name), join(own, name), maxIndexBytes)
      }
    }
    for (const name of ['exclude', 'attributes']) {
      await copyIfSmall(join(commonFolder, 'info', name), join(own, 'info', name), maxListBytes)
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  return {
    environment: {
      GIT_DIR: own,
      GIT_WORK_TREE: root,
      GIT_OBJECT_DIRECTORY: join(commonFolder, 'objects'),
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
      GIT_ATTR_NOSYSTEM: '1',
      GIT_NO_LAZY_FETCH: '1',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_ALLOW_PROTOCOL: 'none',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_TERMINAL_PROMPT: '0',
      GIT_ASKPASS: '',
      SSH_ASKPASS: '',
      LC_ALL: 'C',
    },
    compareBy: (settings) =>
      appendFile(
        join(own, 'config'),
        ['[core]', ...[...settings].map(([name, value]) => `\t${name} = ${value}`), ''].join('\n'),
      ),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

function configOf(commit: string): string {
  const isSha256 = commit.length === 64
  return [
    '[core]',
    `\trepositoryformatversion = ${isSha256 ? 1 : 0}`,
    '\tbare = false',
    '\tfsmonitor = false',
    `\thooksPath = ${devNull.replaceAll('\\', '/')}`,
    ...(isSha256 ? ['[extensions]', '\tobjectFormat = sha256'] : []),
    '',
  ].join('\n')
}

async function copyIfSmall(from: string, to: string, maxBytes: number): Promise<void> {
  const found = await stat(from).catch(() => null)
  if (found?.isFile() !== true || found.size > maxBytes) return
  await copyFile(from, to)
  // Git looks into files that are as new as the index: a copy that is newer would have it trust them.
  await utimes(to, found.atimeMs / 1000, Math.floor(found.mtimeMs / 1000))
}
