import type { CodeFile } from '../../../shared/model/code-file.ts'
import type { FileDiff } from '../../../shared/model/pack-record.ts'
import type { CodeVault } from './code-vault.ts'

const maxTextBytes = 1_000_000
const timeLimitMs = 500
const contextLines = 3

/** The lines in which two files differ. `left` or `right` is undefined where there is no such file. */
export async function diffFile(
  vault: CodeVault,
  left: CodeFile | undefined,
  right: CodeFile | undefined,
): Promise<FileDiff> {
  const files = [left, right].filter((file) => file !== undefined)
  if (files.some(({ sizeBytes }) => sizeBytes > maxTextBytes)) return { kind: 'too-large' }
  if (files.some(({ sha256 }) => sha256 !== null && !vault.has(sha256))) return { kind: 'not-kept' }
  const [before, after] = await Promise.all([textOf(vault, left), textOf(vault, right)])
  if (before === null || after === null) return { kind: 'binary' }
  // Loaded with the first use, as the window waits for what is loaded before.
  const { structuredPatch } = await import('diff')
  const patch = structuredPatch('', '', before, after, '', '', { context: contextLines, timeout: timeLimitMs })
  if (patch === undefined) return { kind: 'too-large' }
  return {
    kind: 'text',
    hunks: patch.hunks.map(({ oldStart, newStart, lines }) => ({ oldStart, newStart, lines })),
  }
}

/** Null for what is no text. */
async function textOf(vault: CodeVault, file: CodeFile | undefined): Promise<string | null> {
  if (file === undefined) return ''
  if (file.sha256 === null) return file.target
  const pieces: Uint8Array[] = []
  for await (const piece of vault.read(file.sha256)) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
