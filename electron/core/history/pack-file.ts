import { randomUUID } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import { AppError } from '../../../shared/errors.ts'
import type { CodeFile } from '../../../shared/model/code-file.ts'
import { JobId } from '../../../shared/model/ids.ts'
import { PackFile, packFileVersion } from '../../../shared/model/pack-file.ts'
import { PackRequest } from '../../../shared/model/pack.ts'
import type { PackRecord } from '../../../shared/model/pack-record.ts'
import type { JobEvent } from '../../../shared/model/job.ts'
import { errorWords } from '../error-words.ts'
import type { CodeVault } from './code-vault.ts'

const maxFileBytes = 512 * 1024 * 1024

/** The text of a record's file, piece by piece. */
export async function* packFileText(options: {
  readonly record: PackRecord
  readonly events: readonly JobEvent[]
  readonly files: readonly CodeFile[] | null
  readonly patch: string | null
  /** Pieces of whole lines; null without a log. */
  readonly log: AsyncIterable<string> | null
  /** Where the code is to be had from; null to leave it out. */
  readonly vault: CodeVault | null
  readonly redact: (text: string) => string
}): AsyncGenerator<string, void> {
  const { record, events, files, patch, log, vault, redact } = options
  const { job, projectName, accountName, details, pushes, request } = record
  const content: Omit<PackFile, 'log' | 'code'> = {
    format: 'uai-train-packer/pack',
    version: packFileVersion,
    job: { ...job, projectId: null },
    events: [...events],
    request: PackRequest.parse({ ...request, publicKey: '', project: { ...request.project, accountId: null } }),
    projectName,
    accountName,
    details,
    pushes,
    files: files === null ? null : [...files],
    patch,
  }
  yield redact(JSON.stringify(content)).slice(0, -1)
  if (log !== null) {
    yield ',"log":"'
    for await (const lines of log) yield JSON.stringify(redact(lines)).slice(1, -1)
    yield '"'
  }
  yield ',"code":{'
  const kept = new Set(files?.flatMap(({ sha256 }) => (sha256 !== null && vault?.has(sha256) === true ? sha256 : [])))
  let isFirst = true
  for (const sha256 of vault === null ? [] : kept) {
    const bytes = await promisify(deflate)(await contentOf(vault, sha256))
    yield `${isFirst ? '' : ','}"${sha256}":"${bytes.toString('base64')}"`
    isFirst = false
  }
  yield '}}\n'
}

async function contentOf(vault: CodeVault | null, sha256: string): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  if (vault !== null) for await (const piece of vault.read(sha256)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** A file from anywhere as a record under an id of its own. Rejects with `pack-file-invalid` or `read-failed`. */
export async function readPackFile(path: string): Promise<PackFile> {
  const text = await readText(path)
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    throw new AppError('pack-file-invalid', { path, words: errorWords(error) })
  }
  const parsed = PackFile.safeParse(content)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new AppError('pack-file-invalid', { path, words: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` })
  }
  if (parsed.data.version > packFileVersion) {
    throw new AppError('pack-file-invalid', { path, words: `version ${parsed.data.version}` })
  }
  const { job } = parsed.data
  if (job.kind !== 'pack') throw new AppError('pack-file-invalid', { path, words: `kind ${job.kind}` })
  const id = JobId.parse(randomUUID())
  const own = { ...job, id, projectId: null, state: job.state === 'running' ? ('interrupted' as const) : job.state }
  const events = parsed.data.events.map((event) => (event.type === 'ended' ? { ...event, job: own } : event))
  return { ...parsed.data, job: own, events }
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > maxFileBytes) throw new AppError('pack-file-invalid', { path, words: `${size} bytes` })
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('read-failed', { path, words: errorWords(error) }, { cause: error })
  }
}

/** Puts the code of a file into the vault, each piece checked against its digest and size; what is wrong stays out. */
export async function keepCode({ files, code }: PackFile, vault: CodeVault, signal: AbortSignal): Promise<boolean> {
  let isComplete = true
  for (const { sha256, sizeBytes } of files ?? []) {
    if (sha256 === null || vault.has(sha256)) continue
    const packed = code[sha256]
    try {
      if (packed === undefined) throw new Error('left out')
      const options = { maxOutputLength: Math.max(1, sizeBytes) }
      const bytes = await promisify(inflate)(Buffer.from(packed, 'base64'), options)
      await vault.keep(sha256, [bytes], signal)
    } catch {
      if (signal.aborted) throw new AppError('cancelled', {})
      isComplete = false
    }
  }
  return isComplete
}
