import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmod, link, lstat, mkdir, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLayerMaker } from '../../../../electron/core/layer/create-layer-maker.ts'
import { noIgnoreSettings } from '../../../../shared/model/ignore.ts'
import { collect } from '../../../support/collect.ts'
import { listLayer, makeLayerBench, sha256Of, unpackLayer } from '../../../support/layer-bench.ts'
import { writeFiles } from '../../../support/temporary-folder.ts'
import { thrownBy } from '../../../support/thrown.ts'

const megabyte = 1024 * 1024

describe('a code layer', () => {
  it('holds the code under data/, owned by root, of one fixed time', async () => {
    const { root, pack } = await makeLayerBench({ 'lib/a.py': '' })
    await symlink('main.py', join(root, 'link'))
    await chmod(join(root, 'main.py'), 0o4755)
    await chmod(join(root, 'lib/a.py'), 0o600)
    await chmod(join(root, 'lib'), 0o755)
    await mkdir(join(root, 'none'), { mode: 0o755 })
    const { blob } = await pack()
    expect(listLayer(blob)).toEqual([
      'drwxr-xr-x 0/0 0 1980-01-02 00:00 data/',
      'drwxr-xr-x 0/0 0 1980-01-02 00:00 data/lib/',
      '-rw------- 0/0 0 1980-01-02 00:00 data/lib/a.py',
      'lrwxrwxrwx 0/0 0 1980-01-02 00:00 data/link -> main.py',
      '-rwsr-xr-x 0/0 7 1980-01-02 00:00 data/main.py',
      'drwxr-xr-x 0/0 0 1980-01-02 00:00 data/none/',
    ])
  })

  it('tells its digests, sizes and files', async () => {
    const { root, pack } = await makeLayerBench({ 'lib/a.py': 'A'.repeat(3000) })
    await symlink('main.py', join(root, 'link'))
    const { layer, blob } = await pack()
    expect(layer.digest).toBe(sha256Of(blob))
    expect(layer.diffId).toBe(sha256Of(gunzipSync(blob)))
    expect(layer.sizeBytes).toBe(blob.length)
    expect(layer.uncompressedBytes).toBe(gunzipSync(blob).length)
    expect([layer.fileCount, layer.codeBytes]).toEqual([3, 3007])
    const files = await layer.files
    const sha256 = createHash('sha256').update('A'.repeat(3000)).digest('hex')
    expect(files.find(({ path }) => path === 'lib/a.py')).toMatchObject({ type: 'file', sizeBytes: 3000, sha256 })
    expect(files.find(({ path }) => path === 'link')).toMatchObject({ type: 'link', target: 'main.py' })
    expect(files.map(({ path }) => path)).toEqual(['lib', 'lib/a.py', 'link', 'main.py'])
  })

  it('is one gzip stream for the system’s gzip, whatever is in it', async () => {
    const { root, pack } = await makeLayerBench({
      'noise.bin': randomBytes(3 * megabyte + 5),
      'text.txt': 'training\n'.repeat(400_000),
    })
    await writeFile(join(root, 'sparse.bin'), '')
    await truncate(join(root, 'sparse.bin'), 5 * megabyte)
    const { blob } = await pack()
    const unpacked = execFileSync('gzip', ['-dc'], { input: blob, maxBuffer: 1 << 28 })
    expect(unpacked.equals(gunzipSync(blob))).toBe(true)
    // Stored, not deflated in vain; the rest is next to nothing.
    expect(blob.length).toBeGreaterThan(3 * megabyte)
    expect(blob.length).toBeLessThan(3.1 * megabyte)
  })

  it('compresses what can be compressed among files that cannot', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `file-${String(index).padStart(2, '0')}`,
        index % 2 === 0 ? randomBytes(60_000) : 'training\n'.repeat(6_000),
      ]),
    )
    const { pack } = await makeLayerBench(files)
    const { blob } = await pack()
    expect(blob.length).toBeLessThan(1.1 * 20 * 60_000)
  })

  it('takes no more memory for a folder of many times that size', async () => {
    const { root, pack } = await makeLayerBench()
    await writeFile(join(root, 'checkpoint.pt'), '')
    await truncate(join(root, 'checkpoint.pt'), 600 * megabyte)
    const before = process.memoryUsage.rss()
    let most = before
    const { layer } = await pack({ onStep: () => (most = Math.max(most, process.memoryUsage.rss())) })
    expect(layer.uncompressedBytes).toBeGreaterThan(600 * megabyte)
    expect(most - before).toBeLessThan(200 * megabyte)
  }, 60_000)

  it('gives back every file as it was, whatever its name and size', async () => {
    const { root, pack } = await makeLayerBench({
      [`${'目录'.repeat(20)}/${'x'.repeat(200)}.py`]: 'long',
      'a b\n\'"': 'odd',
      '💾.bin': randomBytes(70_000),
      large: Buffer.alloc(3_000_001, 7),
      empty: '',
      ['p'.repeat(100)]: '1',
    })
    await mkdir(join(root, `folder-${'f'.repeat(100)}`))
    await symlink(`/${'t'.repeat(300)}/训练`, join(root, 'long-link'))
    await link(join(root, 'large'), join(root, 'second name'))
    const unpacked = await unpackLayer((await pack()).blob)
    execFileSync('diff', ['--no-dereference', '-r', root, unpacked])
    expect((await lstat(join(unpacked, 'second name'))).size).toBe(3_000_001)
  })

  it('can be read from any byte on, until it is closed', async () => {
    const { root, cacheFolder, pack } = await makeLayerBench({ noise: randomBytes(2 * megabyte) })
    const { blob } = await pack()
    const making = createLayerMaker({ folder: cacheFolder }).makeLayer({
      root,
      ignore: noIgnoreSettings,
      mainFile: 'main.py',
      signal: new AbortController().signal,
    })
    const { result: layer } = await collect(making)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: blob.length }), async (startByte) => {
        const pieces: Uint8Array[] = []
        for await (const piece of layer.read(startByte)) pieces.push(piece)
        expect(Buffer.concat(pieces).equals(blob.subarray(startByte))).toBe(true)
      }),
      { numRuns: 20 },
    )
    await layer.close()
    const reading = layer.read(0)[Symbol.asyncIterator]()
    expect(await thrownBy(reading.next())).toMatchObject({ code: 'read-failed' })
  })

  it('is the same for the same code, however it was written', async () => {
    const files = fc.dictionary(fc.stringMatching(/^[a-c]{1,3}(?:\/[x-z]{1,2})?\.py$/), fc.string(), { maxKeys: 6 })
    await fc.assert(
      fc.asyncProperty(files, fc.integer({ min: 1, max: 2_000_000_000 }), async (content, seconds) => {
        const one = await makeLayerBench(content)
        const other = await makeLayerBench(Object.fromEntries(Object.entries(content).reverse()))
        for (const path of Object.keys(content)) await utimes(join(other.root, path), seconds, seconds)
        const [first, second] = [await one.pack(), await other.pack()]
        expect(second.layer.codeDigest).toBe(first.layer.codeDigest)
        expect(second.layer.diffId).toBe(first.layer.diffId)
        expect(second.blob.equals(first.blob)).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  it('has another code digest when content, mode, name or kind differ', async () => {
    const { root, pack } = await makeLayerBench()
    const digests = new Set<string>()
    const note = async (): Promise<void> => void digests.add((await pack()).layer.codeDigest)
    await note()
    await writeFiles(root, { 'main.py': 'other' })
    await note()
    await chmod(join(root, 'main.py'), 0o700)
    await note()
    await writeFiles(root, { 'b.py': '' })
    await note()
    await symlink('main.py', join(root, 'c.py'))
    await note()
    expect(digests.size).toBe(5)
  })
})
