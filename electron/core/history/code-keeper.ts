import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isCancelled } from '../../../shared/errors.ts'
import { CodeFile } from '../../../shared/model/code-file.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { PackFile } from '../../../shared/model/pack-file.ts'
import type { CodeState } from '../../../shared/model/pack-record.ts'
import { Slots } from '../async/slots.ts'
import { codeDigestOf } from '../layer/code-digest.ts'
import { readEntries } from '../context/read-entries.ts'
import type { CodeEntry } from '../context/walk-entries.ts'
import type { BlobIndex } from './blob-index.ts'
import type { CodeVault } from './code-vault.ts'
import type { HistoryStore } from './history-store.ts'
import { keepCode } from './pack-file.ts'

/** Keeps the code of packs within a budget; what it gives up for that is the code of the least recent ones. */
export interface CodeKeeper {
  /** Keeps the list of the files at once, and their content as far as it is still what was packed. */
  keep(id: JobId, code: { root: string; files: readonly CodeFile[] }, signal: AbortSignal): Promise<void>
  /** Removes what an earlier run of the app has left half-written. */
  clearUp(): Promise<void>
  /** Goes on where an earlier run of the app was cut off. */
  resume(id: JobId, root: string, signal: AbortSignal): Promise<void>
  /** Takes in the code of a record from elsewhere, as far as it comes with it and there is room. */
  adopt(file: PackFile, signal: AbortSignal): Promise<{ manifest: string; codeState: CodeState }>
  /** Gives up what is beyond the budget, and what no record needs any more. */
  tidy(): Promise<void>
  files(manifest: string): Promise<CodeFile[]>
  /** All lists of files that are kept, by the digest of their code, where it is not known whose they are. */
  findKept(): Promise<Map<string, KeptCode>>
}

export interface KeptCode {
  readonly manifest: string
  readonly files: readonly CodeFile[]
  /** Everything in it is kept too. */
  readonly isWhole: boolean
}

export interface CodeKeeperOptions {
  readonly vault: CodeVault
  readonly index: BlobIndex
  readonly store: HistoryStore
  readonly budgetBytes: () => number
  readonly onChanged: (id: JobId) => void
}

const CodeFiles = z.array(CodeFile)
const listStart = Buffer.from('[{')
const filesAtOnce = 4
/** Files up to this size are in memory when they are handed over. */
const smallFileBytes = 128 * 1024
/** What is left after a tidy-up: so that not every pack is followed by one. */
const tidyShare = 0.9

export function createCodeKeeper({ vault, index, store, budgetBytes, onChanged }: CodeKeeperOptions): CodeKeeper {
  // One at a time: what is being kept is not yet needed by any record, and would be tidied away.
  const turn = new Slots(1)

  const files = async (manifest: string): Promise<CodeFile[]> => {
    const pieces: Uint8Array[] = []
    for await (const piece of vault.read(manifest)) pieces.push(piece)
    return CodeFiles.parse(JSON.parse(Buffer.concat(pieces).toString('utf8')))
  }

  /** A list begins as no program does; what else begins so is no list by its content. */
  const asList = async (sha256: string): Promise<CodeFile[] | null> => {
    for await (const piece of vault.read(sha256)) {
      if (!Buffer.from(piece.subarray(0, listStart.length)).equals(listStart)) return null
      break
    }
    return files(sha256)
  }

  const findKept = async (): Promise<Map<string, KeptCode>> => {
    const kept = new Map<string, KeptCode>()
    for (const manifest of index.sizes().keys()) {
      const listed = await asList(manifest).catch(() => null)
      if (listed === null) continue
      const isWhole = listed.every(({ sha256 }) => sha256 === null || vault.has(sha256))
      kept.set(codeDigestOf(listed), { manifest, files: listed, isWhole })
    }
    return kept
  }

  const keepManifest = async (listed: readonly CodeFile[], signal: AbortSignal): Promise<string> => {
    const text = Buffer.from(JSON.stringify(listed))
    const manifest = createHash('sha256').update(text).digest('hex')
    await vault.keep(manifest, [text], signal)
    return manifest
  }

  const keepContents = async (root: string, wanted: CodeFile[], signal: AbortSignal): Promise<CodeState> => {
    if (wanted.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) > budgetBytes()) return 'too-large'
    const hashes = new Map(wanted.map(({ path, sha256 }) => [path, sha256]))
    const slots = new Slots(filesAtOnce)
    const underWay: Promise<void>[] = []
    try {
      for await (const { entry, content } of readEntries({ root, entries: wanted.map(entryOf) }, signal)) {
        const keeping = slots.run(() => vault.keep(hashes.get(entry.path) ?? '', content, signal))
        keeping.catch(() => undefined)
        underWay.push(keeping)
        if (entry.type === 'file' && entry.sizeBytes > smallFileBytes) await keeping
      }
      await Promise.all(underWay)
      return 'kept'
    } catch (error) {
      if (isCancelled(error)) throw error
      return 'changed'
    } finally {
      await Promise.allSettled(underWay)
    }
  }

  const keepFiles = async (
    id: JobId,
    { root, files, manifest }: { root: string; files: readonly CodeFile[]; manifest: string },
    signal: AbortSignal,
  ): Promise<void> => {
    const wanted = new Map<string, CodeFile>()
    for (const file of files) if (file.sha256 !== null && !vault.has(file.sha256)) wanted.set(file.sha256, file)
    const codeState = await keepContents(root, [...wanted.values()], signal)
    store.setCode(id, { manifest, codeState })
    onChanged(id)
  }

  const tidy = async (): Promise<void> => {
    const sizes = index.sizes()
    const needed = new Set<string>()
    const isOver = index.totalBytes() > budgetBytes()
    const limitBytes = isOver ? budgetBytes() * tidyShare : Number.POSITIVE_INFINITY
    let neededBytes = 0
    const need = (sha256: string): void => {
      if (needed.has(sha256)) return
      needed.add(sha256)
      neededBytes += sizes.get(sha256) ?? 0
    }
    const records = store.withManifest()
    for (const { manifest } of records) need(manifest)
    let isFull = false
    for (const { id, manifest, codeState } of records) {
      if (codeState === 'pruned') continue
      const own = (await files(manifest)).flatMap(({ sha256 }) => sha256 ?? [])
      const newBytes = own.reduce((sum, sha256) => sum + (needed.has(sha256) ? 0 : (sizes.get(sha256) ?? 0)), 0)
      isFull ||= neededBytes + newBytes > limitBytes
      if (isFull) {
        store.setCode(id, { manifest, codeState: codeState === 'kept' ? 'pruned' : codeState })
        onChanged(id)
      } else for (const sha256 of own) need(sha256)
    }
    await vault.retain(needed)
  }

  return {
    files,
    findKept: () => turn.run(findKept),
    keep: (id, { root, files: listed }, signal) =>
      turn.run(async () => {
        const manifest = await keepManifest(listed, signal)
        store.setCode(id, { manifest, codeState: 'keeping' })
        await keepFiles(id, { root, files: listed, manifest }, signal)
        if (index.totalBytes() > budgetBytes()) await tidy()
      }),
    clearUp: () => turn.run(() => vault.removeHalfWritten()),
    resume: (id, root, signal) =>
      turn.run(async () => {
        const manifest = store.find(id)?.manifest
        if (manifest) await keepFiles(id, { root, manifest, files: await files(manifest) }, signal)
      }),
    adopt: (file, signal) =>
      turn.run(async () => {
        const manifest = await keepManifest(file.files ?? [], signal)
        return { manifest, codeState: (await keepCode(file, vault, signal)) ? 'kept' : 'pruned' }
      }),
    tidy: () => turn.run(tidy),
  }
}

function entryOf({ path, mode, sizeBytes }: CodeFile): CodeEntry {
  return { type: 'file', path, mode, sizeBytes }
}
