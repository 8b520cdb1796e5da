import { execFile } from 'node:child_process'
import type { ReadGit } from '../../core/ports/git.ts'

const timeLimitMs = 10_000
const maxPatchBytes = 1024 * 1024
const maxOutputBytes = 8 * 1024 * 1024

/**
 * What git's command line says of a folder. A repository may come from somebody else, and its settings can name programs
 * that git would start: all of those are switched off.
 */
export const readGit: ReadGit = async (folder, signal) => {
  const ask = createAsk(folder, signal)
  const commit = (await ask(['rev-parse', 'HEAD']))?.trim()
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return null
  const safe = await withoutPrograms(ask)
  if (safe === null) return null
  const branch = (await ask(['symbolic-ref', '--short', '--quiet', 'HEAD']))?.trim() ?? ''
  const status = await ask([...safe, 'status', '--porcelain=v1', '-z', '--untracked-files=all', '--', '.'])
  if (status === null) return null
  const entries = status.split('\0').filter(Boolean)
  const untrackedCount = entries.filter((entry) => entry.startsWith('?? ')).length
  const isDirty = entries.length > 0
  const diff = ['diff', 'HEAD', '--binary', '--no-color', '--no-ext-diff', '--no-textconv', '--relative', '--', '.']
  const patch = entries.length > untrackedCount ? await ask([...safe, ...diff]) : ''
  const isCut = patch === null || Buffer.byteLength(patch) > maxPatchBytes
  const kept = isCut ? 'cut' : patch === '' ? 'none' : 'kept'
  return {
    state: { commit, branch: branch === '' ? null : branch, isDirty, untrackedCount, patch: kept },
    patch: kept === 'kept' ? patch : null,
  }
}

type Ask = (args: readonly string[]) => Promise<string | null>

/** Null when git refuses, is not there, takes too long or says too much. */
function createAsk(folder: string, signal: AbortSignal): Ask {
  const environment = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' }
  const timeLimit = AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)])
  return (args) =>
    new Promise((resolve) => {
      execFile(
        'git',
        ['-C', folder, '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...args],
        { env: environment, signal: timeLimit, maxBuffer: maxOutputBytes, windowsHide: true },
        (error, output) => resolve(error === null ? output : null),
      )
    })
}

/** Options that empty every filter, which the repository's own settings would have git run over changed files. */
async function withoutPrograms(ask: Ask): Promise<string[] | null> {
  const listed = await ask(['config', '--null', '--name-only', '--list'])
  if (listed === null) return null
  const filters = new Set(listed.split('\0').flatMap((name) => /^filter\.(.+)\.[^.]+$/s.exec(name)?.[1] ?? []))
  // On the command line a name ends at the first of these, so that one of this kind cannot be switched off.
  if ([...filters].some((filter) => filter.includes('='))) return null
  return [...filters].flatMap((filter) =>
    ['clean', 'smudge', 'process', 'required'].flatMap((part) => [
      '-c',
      `filter.${filter}.${part}=${part === 'required' ? 'false' : ''}`,
    ]),
  )
}
