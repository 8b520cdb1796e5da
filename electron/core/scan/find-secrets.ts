import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { cancelled } from '../../../shared/errors.ts'
import type { ScanWarning } from '../../../shared/model/scan.ts'
import { readAhead } from '../async/read-ahead.ts'
import type { CodeEntry } from '../context/walk-entries.ts'
import type { FindSecrets } from './scan-service.ts'

/** Where a secret stands, and what kind it is of; never the secret itself. Lines count from 1. */
export interface FoundSecret {
  readonly line: number
  readonly rule: string
}

/** Looks for secrets of some kinds in one file. */
export type SecretRule = (file: { path: string; text: string }) => Promise<FoundSecret[]> | FoundSecret[]

/** Secrets stand in sources and settings; larger files are data. */
const maxFileBytes = 256 * 1024
const filesAtOnce = 8
const maxMs = 5000
const maxWarnings = 100

export function createFindSecrets(rules: readonly SecretRule[]): FindSecrets {
  return async ({ root, entries, signal }) => {
    const small = entries.flatMap((entry) =>
      entry.type === 'file' && entry.sizeBytes > 0 && entry.sizeBytes <= maxFileBytes ? [entry] : [],
    )
    const deadline = performance.now() + maxMs
    const warnings: ScanWarning[] = []
    const looked = readAhead(small, filesAtOnce, async (entry) => {
      if (signal.aborted) throw cancelled()
      return { path: entry.path, found: await look(root, entry, rules) }
    })
    let count = 0
    for await (const { path, found } of looked) {
      count += 1
      warnings.push(...found.map((one) => ({ code: 'secret' as const, path, ...one })))
      if (performance.now() > deadline || warnings.length >= maxWarnings) break
    }
    return { warnings: warnings.slice(0, maxWarnings), isPartial: count < small.length }
  }
}

async function look(
  root: string,
  { path, sizeBytes }: Extract<CodeEntry, { type: 'file' }>,
  rules: readonly SecretRule[],
): Promise<FoundSecret[]> {
  const text = await readSmallText(join(root, path), sizeBytes)
  if (text === null) return []
  const byLine = new Map<number, FoundSecret>()
  for (const rule of rules) {
    for (const found of await rule({ path, text })) {
      // What the rule before has found there already is told once.
      if (!byLine.has(found.line)) byLine.set(found.line, found)
    }
  }
  return [...byLine.values()].sort((one, other) => one.line - other.line)
}

/** Null for what is no text, is gone or may not be read; a file that may not be read has a warning of its own. */
async function readSmallText(path: string, sizeBytes: number): Promise<string | null> {
  try {
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(sizeBytes), 0, sizeBytes, 0)
      const bytes = buffer.subarray(0, bytesRead)
      return bytes.includes(0) ? null : bytes.toString('utf8')
    } finally {
      await file.close()
    }
  } catch {
    return null
  }
}
