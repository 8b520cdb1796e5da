import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { graphArchive } from '../../../../electron/adapters/docker/image-archives.ts'
import type { ImageToLoad } from '../../../../electron/adapters/docker/image-archives.ts'
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts'

const layer = Buffer.concat(Array.from({ length: 300_000 }, (_, index) => Buffer.from(`line ${index}\n`)))
const compressed = gzipSync(layer)
const configBytes = Buffer.from('{"rootfs":{}}')

function imageOf(pieces: readonly (Uint8Array | Error)[]): ImageToLoad {
  const config = { mediaType: 'config', digest: digestOf(configBytes), sizeBytes: configBytes.length }
  return {
    mediaType: 'manifest',
    manifest: Buffer.alloc(0),
    digest: digestOf(Buffer.alloc(0)),
    config: { ...config, bytes: configBytes },
    layers: [{ mediaType: 'layer', digest: digestOf(compressed), sizeBytes: compressed.length }],
    diffIds: [digestOf(Buffer.from('base')), digestOf(layer)],
    uncompressedBytes: layer.length,
    read: async function* () {
      for (const piece of pieces) {
        await Promise.resolve()
        if (piece instanceof Error) throw piece
        yield piece
      }
    },
  }
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

async function unpack(archive: AsyncIterable<Uint8Array>): Promise<string> {
  const folder = await makeTemporaryFolder()
  const pieces: Uint8Array[] = []
  for await (const piece of archive) pieces.push(piece)
  await writeFile(join(folder, 'archive.tar'), Buffer.concat(pieces))
  execFileSync('tar', ['-xf', 'archive.tar'], { cwd: folder })
  return folder
}

it.each([true, false])('holds the configuration and the new layer alone, uncompressed: %s', async (isPlain) => {
  const pieces = [compressed.subarray(0, 10), compressed.subarray(10, 5000), compressed.subarray(5000)]
  const folder = await unpack(graphArchive(imageOf(pieces), { isPlain }))
  const [manifest] = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as [
    { Config: string; Layers: string[] },
  ]
  expect(await readFile(join(folder, manifest.Config))).toEqual(configBytes)
  expect(manifest.Layers).toHaveLength(2)
  const kept = await readFile(join(folder, manifest.Layers[1] ?? ''))
  expect((isPlain ? kept : gunzipSync(kept)).equals(layer)).toBe(true)
})

it.each([true, false])('ends with what keeps the layer from being read, uncompressed: %s', async (isPlain) => {
  const failure = new Error('the disk is gone')
  const reading = unpack(graphArchive(imageOf([compressed.subarray(0, 5000), failure]), { isPlain }))
  await expect(reading).rejects.toBe(failure)
})

it('does not take a layer that is cut off for a whole one', async () => {
  const reading = unpack(graphArchive(imageOf([compressed.subarray(0, 5000)]), { isPlain: true }))
  await expect(reading).rejects.toMatchObject({ code: 'Z_BUF_ERROR' })
})

it('lets go of the layer when the reader leaves', async () => {
  let isClosed = false
  const image = imageOf([])
  const archive = graphArchive(
    {
      ...image,
      read: async function* () {
        try {
          for (let start = 0; start < compressed.length; start += 1000) {
            await Promise.resolve()
            yield compressed.subarray(start, start + 1000)
          }
        } finally {
          isClosed = true
        }
      },
    },
    { isPlain: true },
  )
  for await (const piece of archive) if (piece.length > 100_000) break
  expect(isClosed).toBe(true)
})
