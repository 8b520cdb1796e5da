import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { ReadGit } from '../../core/ports/git.ts'
import { findProgram } from '../machine/find-program.ts'
import { findRepository, readSmall, type Repository } from './find-repository.ts'
import { makePrivateRepository, type ComparisonSettings } from './private-repository.ts'

const timeLimitMs = 10_000
const maxPatchBytes = 1024 * 1024
const maxOutputBytes = 8 * 1024 * 1024
const maxConfigBytes = 1024 * 1024

/** What git says of a folder that may be anybody's: nothing that its repository names is started, reached or followed. */
export const readGit: ReadGit = async (folder, signal) => {
  const program = findProgram('git')
  if (program === null) return null
  const timeLimit = AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)])
  const repository = await findRepository(folder)
  if (repository === null) return null
  const own = await makePrivateRepository(repository)
  try {
    const ask = createAsk({ program, folder, environment: own.environment, signal: timeLimit })
    await own.compareBy(await comparisonSettings(repository, ask))
    return await compare(ask, repository)
  } finally {
    await own.remove()
  }
}

type Ask = (args: readonly string[]) => Promise<string | null>

async function compare(ask: Ask, { commit, branch }: Repository): ReturnType<ReadGit> {
  const withoutSubmodules = '--ignore-submodules=all'
  const status = await ask(['status', withoutSubmodules, '--porcelain=v1', '-z', '--untracked-files=all', '--', '.'])
  if (status === null) return null
  const entries = status.split('\0').filter(Boolean)
  const untrackedCount = entries.filter((entry) => entry.startsWith('?? ')).length
  const isDirty = entries.length > 0
  const format = ['--binary', '--no-color', '--no-ext-diff', '--no-textconv', '--relative']
  const patch =
    entries.length > untrackedCount ? await ask(['diff', 'HEAD', withoutSubmodules, ...format, '--', '.']) : ''
  const isCut = patch === null || Buffer.byteLength(patch) > maxPatchBytes
  const kept = isCut ? 'cut' : patch === '' ? 'none' : 'kept'
  return {
    state: { commit, branch, isDirty, untrackedCount, patch: kept },
    patch: kept === 'kept' ? patch : null,
  }
}

interface AskOptions {
  readonly program: string
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/** Null when git refuses, takes too long or says too much. */
function createAsk({ program, folder, environment, signal }: AskOptions): Ask {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:GIT_|SSH_ASKPASS$)/i.test(name))
  const env = { ...Object.fromEntries(inherited), ...environment }
  return (args) =>
    new Promise((resolve) => {
      const options = { env, signal, maxBuffer: maxOutputBytes, windowsHide: true, cwd: folder }
      execFile(program, ['--no-pager', ...args], options, (error, output) => resolve(error === null ? output : null))
    })
}

const compared: Readonly<Record<string, RegExp>> = {
  'core.filemode': /^(?:true|false)$/,
  'core.ignorecase': /^(?:true|false)$/,
  'core.symlinks': /^(?:true|false)$/,
  'core.precomposeunicode': /^(?:true|false)$/,
  'core.autocrlf': /^(?:true|false|input)$/,
  'core.eol': /^(?:lf|crlf|native)$/,
}

/** Of the repository's own file, read as text by git, which includes no other file and starts nothing for it. */
async function comparisonSettings({ commonFolder }: Repository, ask: Ask): Promise<ComparisonSettings> {
  const file = join(commonFolder, 'config')
  const settings = new Map<string, string>()
  if ((await readSmall(file, maxConfigBytes)) === null) return settings
  const listed = await ask(['config', '--file', file, '--no-includes', '--null', '--list'])
  for (const entry of listed?.split('\0') ?? []) {
    const [name = '', value = 'true'] = entry.split('\n')
    if (compared[name]?.test(value) === true) settings.set(name.slice('core.'.length), value)
  }
  return settings
}
