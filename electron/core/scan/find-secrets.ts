import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { cancelled } from '../../../shared/errors.ts'
import type { ScanWarning } from '../../../shared/model/scan.ts'
import { readAhead } from '../async/read-ahead.ts'
import type { CodeEntry } from '../context/walk-entries.ts'
import type { FoundSecret } from '../ports/secrets.ts'
import type { FindSecrets } from './scan-service.ts'

type Found = readonly FoundSecret[] | null

/** Looks for secrets of some kinds in one file; null when it did not get through. */
export type SecretRule = (file: { path: string; text: string }) => Promise<Found> | Found

/** Secrets stand in sources and settings; larger files are data. */
const maxFileBytes = 256 * 1024
const filesAtOnce = 8
const maxMs = 10_000
const maxWarnings = 100
/** Looked at first, for the time is limited: settings and keys, then everything else. */
const likelyNames =
  /(?:^|\/)(?:\.[^/]*|[^/]*(?:secret|credential|config|settings|token|key|auth)[^/]*|[^/]+\.(?:json|ya?ml|toml|ini|cfg|conf|env|pem|key|sh|properties|ipynb))$/i

export function createFindSecrets(rules: readonly SecretRule[]): FindSecrets {
  return async ({ root, entries, signal }) => {
    const small = entries.flatMap((entry) =>
      entry.type === 'file' && entry.sizeBytes > 0 && entry.sizeBytes <= maxFileBytes ? [entry] : [],
    )
    const [likely, others] = [small.filter(isLikely), small.filter((entry) => !isLikely(entry))]
    const deadline = performance.now() + maxMs
    const warnings: ScanWarning[] = []
    const looked = readAhead([...likely, ...others], filesAtOnce, async (entry) => {
      if (signal.aborted) throw cancelled()
      return { path: entry.path, ...(await look(root, entry, rules)) }
    })
    let throughCount = 0
    for await (const { path, found, isThrough } of looked) {
      if (isThrough) throughCount += 1
      warnings.push(...found.map((one) => ({ code: 'secret' as const, path, ...one })))
      if (performance.now() > deadline || warnings.length >= maxWarnings) break
    }
    return { warnings: warnings.slice(0, maxWarnings), isPartial: throughCount < small.length }
  }
}

function isLikely({ path }: CodeEntry): boolean {
  return likelyNames.test(path)
}

async function look(
  root: string,
  { path, sizeBytes }: Extract<CodeEntry, { type: 'file' }>,
  rules: readonly SecretRule[],
): Promise<{ found: FoundSecret[]; isThrough: boolean }> {
  const text = await readSmallText(join(root, path), sizeBytes)
  const byLine = new Map<number, FoundSecret>()
  let isThrough = true
  for (const rule of rules) {
    const all = text === null ? [] : await rule({ path, text })
    if (all === null) isThrough = false
    for (const found of all ?? []) {
      // What the rule before has found there already is told once.
      if (!byLine.has(found.line)) byLine.set(found.line, found)
    }
  }
  return { found: [...byLine.values()].sort((one, other) => one.line - other.line), isThrough }
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
