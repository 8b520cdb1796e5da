import { randomBytes } from 'node:crypto'
import {
  appendFile,
  chmod,
  mkdir,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { walkCodeFolder } from '../../../../electron/core/context/walk.ts'
import { createLayerCache } from '../../../../electron/core/layer/layer-cache.ts'
import { readKnownFolder } from '../../../../electron/core/layer/stat-cache.ts'
import { noIgnoreSettings } from '../../../../shared/model/ignore.ts'
import { makeLayerBench } from '../../../support/layer-bench.ts'
import type { LayerBench } from '../../../support/layer-bench.ts'
import { writeFiles } from '../../../support/temporary-folder.ts'
import { thrownBy } from '../../../support/thrown.ts'

async function blobsOf({ cacheFolder }: LayerBench): Promise<string[]> {
  return (await readdir(join(cacheFolder, 'blobs'))).sort()
}

/** Null when the folder is certainly not as it was packed. */
async function pathsToCompare({ root, cacheFolder }: LayerBench): Promise<string[] | null> {
  const { signal } = new AbortController()
  const known = await readKnownFolder(createLayerCache({ folder: cacheFolder }).knownFolderPath(root), root)
  const unsure = known.toCompare(
    await walkCodeFolder({ root, ignore: noIgnoreSettings, specialFiles: 'refuse', signal }),
  )
  return unsure && [...unsure.keys()]
}

const hourMs = 3_600_000

/** What has been written stays as it is; only this process takes it for older. */
function setClock(laterMs: number): void {
  const now = Date.now.bind(Date)
  vi.spyOn(Date, 'now').mockImplementation(() => now() + laterMs)
  onTestFinished(() => void vi.restoreAllMocks())
}

interface Change {
  readonly kind: string
  readonly path: number
  readonly file?: { readonly sizeBytes: number; readonly byte: number }
}

async function apply(root: string, { kind, path, file }: Change): Promise<void> {
  const [folder, next] = [join(root, `f${path}`), join(root, `f${(path + 1) % 20}`)]
  const script = join(folder, 'x.bin')
  if (file !== undefined) await writeFiles(root, { [`f${path}/x.bin`]: Buffer.alloc(file.sizeBytes, file.byte) })
  else if (kind === 'remove') await rm(script, { force: true })
  else if (kind === 'link') await symlink(`f${path}`, join(root, `link-${path}`)).catch(() => undefined)
  else if (kind === 'folder') await mkdir(join(folder, 'empty'), { recursive: true })
  else if (kind === 'swap') {
    await rename(script, `${script}.old`).catch(() => undefined)
    await rename(join(next, 'x.bin'), script).catch(() => undefined)
    await rename(`${script}.old`, join(next, 'x.bin')).catch(() => undefined)
  } else await chmod(kind === 'mode' ? script : folder, 0o700).catch(() => undefined)
}

describe('what was packed before', () => {
  it('is found again, with the very same bytes', async () => {
    const bench = await makeLayerBench({ 'lib/a.py': 'a', noise: randomBytes(2_000_000) })
    const first = await bench.pack()
    const second = await bench.pack()
    expect([first.layer.wasKept, second.layer.wasKept]).toEqual([false, true])
    const { digest, diffId } = first.layer
    expect(second.layer).toMatchObject({ digest, diffId })
    expect(await second.layer.files).toEqual(await first.layer.files)
    expect(second.blob.equals(first.blob)).toBe(true)
    expect(second.steps.map(({ type }) => type)).toEqual(['walked'])
  })

  it('is found again when the code is put back, and from another folder', async () => {
    const bench = await makeLayerBench()
    await bench.pack()
    await writeFiles(bench.root, { 'main.py': 'other' })
    expect((await bench.pack()).layer.wasKept).toBe(false)
    await writeFiles(bench.root, { 'main.py': 'print()' })
    expect((await bench.pack()).layer.wasKept).toBe(true)
  })

  it('is found again by reading no more than what was written anew, once', async () => {
    setClock(hourMs)
    const bench = await makeLayerBench({ 'a.py': 'a', 'b.py': 'b' })
    const first = await bench.pack()
    await writeFiles(bench.root, { 'a.py': 'a' })
    expect(await pathsToCompare(bench)).toEqual(['a.py'])
    const second = await bench.pack()
    expect(second.layer.wasKept).toBe(true)
    expect(await second.layer.files).toEqual(await first.layer.files)
    expect(await pathsToCompare(bench)).toEqual([])
  })

  it('is known as soon as it was read some time after it was written', async () => {
    const bench = await makeLayerBench({ 'a.py': 'a', 'b.py': 'b' })
    // Long after the walk, as the files of a large folder are.
    await bench.pack({ onStep: ({ type }) => (type === 'walked' ? setClock(hourMs) : undefined) })
    expect(await pathsToCompare(bench)).toEqual([])
  })

  it('is not taken for what was written within the same tick of the clock', async () => {
    const bench = await makeLayerBench({ 'a.py': '1' })
    const { layer } = await bench.pack()
    const { mtime } = await stat(join(bench.root, 'a.py'))
    await writeFile(join(bench.root, 'a.py'), '2')
    await utimes(join(bench.root, 'a.py'), mtime, mtime)
    expect((await bench.pack()).layer.codeDigest).not.toBe(layer.codeDigest)
  })

  it('is packed anew when the blob is gone or cut off', async () => {
    const bench = await makeLayerBench()
    const { blob } = await bench.pack()
    const [name = ''] = await blobsOf(bench)
    await truncate(join(bench.cacheFolder, 'blobs', name), 20)
    const second = await bench.pack()
    expect(second.layer.wasKept).toBe(false)
    expect(second.blob.equals(blob)).toBe(true)
    await rm(join(bench.cacheFolder, 'blobs', name))
    expect((await bench.pack()).blob.equals(blob)).toBe(true)
  })

  it.each([
    ['just now', 0],
    ['long ago', hourMs],
  ])('serves a change with the bytes that packing anew would give, of files written %s', async (_when, laterMs) => {
    setClock(laterMs)
    const sized = fc.record({ sizeBytes: fc.nat(300_000), byte: fc.nat(255) })
    const change = fc.oneof(
      fc.record({ kind: fc.constant('write' as const), path: fc.nat(20), file: sized }),
      fc.record({ kind: fc.constantFrom('remove', 'mode', 'folder-mode', 'swap', 'link', 'folder'), path: fc.nat(20) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 3 }), async (changes) => {
        const files = Array.from({ length: 20 }, (_, index) => [`f${index}/x.bin`, Buffer.alloc(index * 15_000, index)])
        const bench = await makeLayerBench({
          ...(Object.fromEntries(files) as Record<string, Buffer>),
          'large.bin': Buffer.alloc(2_500_000, 'large'),
        })
        await bench.pack()
        for (const one of changes) await apply(bench.root, one)
        const [changed, anew] = [await bench.pack(), await bench.pack({ anew: true })]
        expect(changed.layer.digest).toBe(anew.layer.digest)
        expect(changed.layer.codeDigest).toBe(anew.layer.codeDigest)
        expect(await changed.layer.files).toEqual(await anew.layer.files)
        expect(changed.blob.equals(anew.blob)).toBe(true)
      }),
      { numRuns: 12 },
    )
  })

  it('makes room for newer layers, the one least recently used first', async () => {
    const bench = await makeLayerBench({}, { budgetBytes: 250_000 })
    const digests: string[] = []
    for (let index = 0; index < 4; index += 1) {
      await writeFiles(bench.root, { noise: randomBytes(100_000) })
      digests.push((await bench.pack()).layer.codeDigest)
    }
    const expected = digests.slice(-2).map((digest) => `${digest.slice('sha256:'.length)}.tar.gz`)
    expect(await blobsOf(bench)).toEqual(expected.sort())
  })

  it('keeps the newest layer even if it is larger than all the room', async () => {
    const bench = await makeLayerBench({ noise: randomBytes(100_000) }, { budgetBytes: 10 })
    await bench.pack()
    expect((await bench.pack()).layer.wasKept).toBe(true)
  })
})

describe('a layer that cannot be made', () => {
  it.each([
    ['grown', 'code-changed', (path: string) => appendFile(path, 'more')],
    ['shrunk', 'code-changed', (path: string) => truncate(path, 3)],
    ['other of the same length', 'code-changed', (path: string) => writeFile(path, 'B'.repeat(300_000))],
    ['a link now', 'read-failed', (path: string) => rm(path).then(() => symlink('/etc/hostname', path))],
    ['gone', 'read-failed', (path: string) => rename(path, `${path}.old`)],
  ])('says so when a file is %s since the walk, and leaves nothing', async (_, code, change) => {
    const bench = await makeLayerBench({ 'train.py': 'A'.repeat(300_000) })
    const changes: Promise<unknown>[] = []
    // The large file before it keeps the packing busy until the change is done.
    await writeFiles(bench.root, { 'large.bin': Buffer.alloc(40_000_000) })
    const onStep = ({ type }: { type: string }): void => {
      if (type === 'walked') changes.push(change(join(bench.root, 'train.py')))
    }
    expect(await thrownBy(bench.pack({ onStep }))).toMatchObject({ code })
    await Promise.all(changes)
    expect(await blobsOf(bench)).toEqual([])
  })

  it('ends soon when it is cancelled, and leaves nothing', async () => {
    const bench = await makeLayerBench({ noise: randomBytes(30_000_000) })
    const stop = new AbortController()
    const onStep = ({ type }: { type: string }): void => {
      if (type === 'packing') stop.abort()
    }
    expect(await thrownBy(bench.pack({ signal: stop.signal, onStep }))).toMatchObject({ code: 'cancelled' })
    expect(await blobsOf(bench)).toEqual([])
  })

  it('misses its main file when a rule leaves it out', async () => {
    const bench = await makeLayerBench({ '.dockerignore': 'main.py' })
    expect(await thrownBy(bench.pack())).toMatchObject({ code: 'invalid-field', details: { field: 'mainFile' } })
  })
})
