import { rm } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError, cancelled } from '../../../shared/errors.ts'
import type { CodeFile } from '../../../shared/model/code-file.ts'
import { checkMainFileIncluded } from '../context/check-folder.ts'
import { createQuickLook } from '../context/look-at-files.ts'
import { foldersHiddenByMounts } from '../context/mounts.ts'
import { walkCodeFolder } from '../context/walk.ts'
import type { CodeEntry } from '../context/walk-entries.ts'
import type { CodeTree } from '../context/walk.ts'
import { errorWords } from '../error-words.ts'
import { codeDigestOf } from './code-digest.ts'
import type { LayerOptions, LayerStep, PackedCode } from './code-layer.ts'
import { CodeReader } from './code-reader.ts'
import type { Learnt } from './code-reader.ts'
import { KeptBlocks } from './kept-blocks.ts'
import { blockKey, cutIntoBlocks } from './layer-blocks.ts'
import { layerFormat } from './layer-cache.ts'
import type { LayerCache, LayerRecord } from './layer-cache.ts'
import { layerEntries } from './layer-entries.ts'
import { keepKnownFolder, readKnownFolder } from './stat-cache.ts'
import type { KnownFolder } from './stat-cache.ts'
import { writeLayer } from './write-layer.ts'

export interface CodeOnDisk {
  readonly packed: PackedCode
  readonly blobPath: string
  readonly listFiles: () => CodeFile[]
  /** Keeps what was learnt for the next time; the layer can be used before. */
  readonly settle: () => Promise<void>
}

/** What is behind a CodeLayer: packs a folder into a cache, unless the cache has the code already. */
export async function* packCode(options: LayerOptions, cache: LayerCache): AsyncGenerator<LayerStep, CodeOnDisk> {
  const { root, ignore, mainFile, signal } = options
  const lookedAtMs = Date.now()
  const [tree, known] = await Promise.all([
    walkCodeFolder({ root, ignore, specialFiles: 'refuse', look: createQuickLook(), signal }),
    readKnownFolder(cache.knownFolderPath(root), root),
  ])
  await checkMainFileIncluded(tree, mainFile)
  const { fileCount, sizeBytes, ignoredCount, ignoredBytes } = tree
  yield {
    type: 'walked',
    fileCount,
    sizeBytes,
    ignoredCount,
    ignoredBytes,
    hiddenByMounts: foldersHiddenByMounts(tree),
  }
  const learnt: Learnt = { digests: new Map(), settled: new Set() }
  const { settled } = learnt
  const same = (await isAsKnown(tree, { known, learnt, signal })) ? await cache.find(known.codeDigest ?? '') : null
  if (same !== null) {
    const allDigests = (): Map<string, string> => knownDigests(tree, known, learnt.digests)
    return {
      packed: packedCode(same, tree, { wasKept: true }),
      blobPath: cache.blobPath(same),
      listFiles: () => codeFiles(tree, allDigests()),
      settle: async () => {
        if (learnt.digests.size === 0) return
        const { codeDigest } = same
        const folder = { codeDigest, tree, digests: allDigests(), settled, lookedAtMs }
        await keepKnownFolder(cache.knownFolderPath(root), folder)
      },
    }
  }
  const digests = knownDigests(tree, known, learnt.digests)
  await learnFew(tree, { digests, settled }, signal)
  const found = digests.size === tree.stamps.size ? await findKept(tree, digests, cache) : null
  const { record, files } = found ?? (yield* pack(tree, { digests, settled, known, cache, signal }))
  return {
    packed: packedCode(record, tree, { wasKept: found !== null }),
    blobPath: cache.blobPath(record),
    listFiles: () => files,
    settle: async () => {
      if (found === null) await cache.settle(record)
      const { codeDigest } = record
      await keepKnownFolder(cache.knownFolderPath(root), { codeDigest, tree, digests, settled, lookedAtMs })
    },
  }
}

function packedCode(
  record: LayerRecord,
  { fileCount, sizeBytes: codeBytes }: CodeTree,
  { wasKept }: { readonly wasKept: boolean },
): PackedCode {
  const { codeDigest, diffId, digest, sizeBytes, uncompressedBytes } = record
  return { codeDigest, fileCount, codeBytes, diffId, digest, sizeBytes, uncompressedBytes, wasKept }
}

interface Packing extends Learnt {
  readonly known: KnownFolder
  readonly cache: LayerCache
  readonly signal: AbortSignal
}

interface Found {
  readonly record: LayerRecord
  readonly files: CodeFile[]
}

async function findKept(
  tree: CodeTree,
  digests: ReadonlyMap<string, string>,
  cache: LayerCache,
): Promise<Found | null> {
  const files = codeFiles(tree, digests)
  const record = await cache.find(codeDigestOf(files))
  return record === null ? null : { record, files }
}

async function* pack(tree: CodeTree, packing: Packing): AsyncGenerator<LayerStep, Found> {
  const { digests, settled, known, cache, signal } = packing
  const path = await cache.newBlobPath()
  const earlier = known.codeDigest === null ? null : await cache.find(known.codeDigest)
  const kept = new KeptBlocks(earlier && { record: earlier, path: cache.blobPath(earlier) }, digests)
  const reader = new CodeReader(tree, { digests, settled })
  const blocks = cutIntoBlocks(layerEntries(tree.entries))
  const writing = writeLayer({ path, blocks, reader, kept, signal })
  try {
    let step = await writing.next()
    for (; step.done !== true; step = await writing.next()) {
      yield { type: 'packing', currentBytes: step.value, totalBytes: tree.sizeBytes }
    }
    const files = codeFiles(tree, digests)
    const { blockBytes, ...written } = step.value
    const keys = [...cutIntoBlocks(layerEntries(tree.entries))].map((block) => blockKey(block, digests))
    const record: LayerRecord = {
      format: layerFormat,
      codeDigest: codeDigestOf(files),
      ...written,
      blocks: keys.map((key, index) => [key, blockBytes[index] ?? 0]),
    }
    await cache.adopt(path, record)
    return { record, files }
  } catch (error) {
    throw explain(path, error)
  } finally {
    // Ends it when the reader has left; does nothing once it has ended.
    await writing.return(undefined as never)
    reader.close()
    kept.close()
    await rm(path, { force: true })
  }
}

/** Whether the folder holds the very code that is known of it. What is read for that is learnt. */
async function isAsKnown(
  tree: CodeTree,
  options: { readonly known: KnownFolder; readonly learnt: Learnt; readonly signal: AbortSignal },
): Promise<boolean> {
  const { known, learnt, signal } = options
  const unsure = known.toCompare(tree)
  if (unsure === null) return false
  const entries = unsure.size === 0 ? [] : tree.entries.filter(({ path }) => unsure.has(path))
  if (bytesOf(entries) > fewBytes) return false
  await learn(tree, entries, { ...learnt, signal })
  return [...unsure].every(([path, digest]) => learnt.digests.get(path) === digest)
}

function knownDigests(tree: CodeTree, known: KnownFolder, learnt: ReadonlyMap<string, string>): Map<string, string> {
  const digests = new Map(learnt)
  for (const [path, stamp] of tree.stamps) {
    const digest = known.digestOf(path, stamp)
    if (digest !== null) digests.set(path, digest)
  }
  return digests
}

const fewBytes = 16 * 1024 * 1024
const fewShare = 0.25

/** Reads the files that are new or changed, unless they are many: those are read when they are packed. */
async function learnFew(tree: CodeTree, { digests, settled }: Learnt, signal: AbortSignal): Promise<void> {
  const unknown = tree.entries.filter((entry) => entry.type === 'file' && !digests.has(entry.path))
  const limitBytes = digests.size === 0 ? fewBytes : Math.max(fewBytes, fewShare * tree.sizeBytes)
  if (bytesOf(unknown) > limitBytes) return
  await learn(tree, unknown, { digests, settled, signal })
}

function bytesOf(entries: readonly CodeEntry[]): number {
  return entries.reduce((sum, entry) => sum + (entry.type === 'file' ? entry.sizeBytes : 0), 0)
}

/** Reads files for their digests. */
async function learn(
  tree: CodeTree,
  entries: readonly CodeEntry[],
  { digests, settled, signal }: Learnt & { readonly signal: AbortSignal },
): Promise<void> {
  const reader = new CodeReader(tree, { digests, settled })
  const buffer = Buffer.allocUnsafe(1024 * 1024)
  try {
    for (const entry of entries) {
      const sizeBytes = entry.type === 'file' ? entry.sizeBytes : 0
      for (const learning = reader.learn(entry.path, sizeBytes, buffer); learning.next().done !== true;) {
        if (sizeBytes > buffer.length) await nextTurn()
        if (signal.aborted) throw cancelled()
      }
    }
  } finally {
    reader.close()
  }
}

function codeFiles(tree: CodeTree, digests: ReadonlyMap<string, string>): CodeFile[] {
  return tree.entries.map((entry): CodeFile => {
    const { type, path } = entry
    switch (entry.type) {
      case 'file':
        return {
          type,
          path,
          mode: entry.mode,
          sizeBytes: entry.sizeBytes,
          sha256: digests.get(path) ?? null,
          target: '',
        }
      case 'folder':
        return { type, path, mode: entry.mode, sizeBytes: 0, sha256: null, target: '' }
      case 'link':
        return { type, path, mode: 0o777, sizeBytes: 0, sha256: null, target: entry.target }
    }
  })
}

const fullDiskCodes: readonly unknown[] = ['ENOSPC', 'EDQUOT']

/** Whatever else fails here is the writing. */
function explain(path: string, error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error) || !('code' in error)) return error
  if (fullDiskCodes.includes(error.code)) return new AppError('disk-full', { path }, { cause: error })
  return new AppError('write-failed', { path, words: errorWords(error) }, { cause: error })
}
