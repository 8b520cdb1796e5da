import type { LayerMaker } from './code-layer.ts'
import { createLayerCache } from './layer-cache.ts'
import type { LayerCacheOptions } from './layer-cache.ts'
import { openKeptLayer, openLayer } from './open-layer.ts'
import { packCode } from './pack-code.ts'

/** Packs on the calling thread, which is held up by every block that is read. */
export function createLayerMaker(options: LayerCacheOptions): LayerMaker {
  const cache = createLayerCache(options)
  return {
    async *makeLayer(layer) {
      const { packed, blobPath, listFiles, settle } = yield* packCode(layer, cache)
      const files = Promise.resolve(listFiles())
      // What cannot be kept for the next time is no harm to this one.
      return openLayer({ ...packed, files }, { blobPath, settled: settle().catch(() => undefined) })
    },
    openKept: (codeDigest) => openKeptLayer(cache, codeDigest),
  }
}
