import type { ImageRemoval, PackRecord } from '../../../shared/model/pack-record.ts'
import { errorWords } from '../error-words.ts'
import type { Engine } from '../ports/engine.ts'

/** What would come back, and what stays, if a pack's images were removed from the engine. */
export async function planRemoval(record: PackRecord, engine: Engine, signal: AbortSignal): Promise<ImageRemoval> {
  const bases = await Promise.all(record.details.bases.map(({ reference }) => engine.inspectImage(reference, signal)))
  const shared = new Set(bases.flatMap((base) => base?.layers ?? []))
  const images = await Promise.all(
    record.details.images.map(async ({ id, name }) => {
      const local = await engine.inspectImage(id, signal)
      if (local === null) return null
      const base = bases.find((one) => one?.layers.every((layer, index) => local.layers[index] === layer))
      const otherNames = local.repoTags.filter((tag) => tag !== name)
      const ownBytes = Math.max(0, local.sizeBytes - (base?.sizeBytes ?? 0))
      return {
        id,
        name,
        sizeBytes: local.sizeBytes,
        ownBytes: base === undefined ? local.sizeBytes : ownBytes,
        otherNames,
        sharesLayers: local.layers.some((layer) => shared.has(layer)),
      }
    }),
  )
  return { images: images.filter((image) => image !== null) }
}

/** Takes the pack's own name away, and with it the image unless it has other names; tells what was refused. */
export async function removeImages(
  record: PackRecord,
  engine: Engine,
  signal: AbortSignal,
): Promise<{ name: string; words: string }[]> {
  const refusals: { name: string; words: string }[] = []
  for (const { id, name } of record.details.images) {
    try {
      const local = await engine.inspectImage(id, signal)
      if (local === null) continue
      const isNamed = local.repoTags.includes(name)
      if (isNamed) await engine.removeImage(name, signal)
      else if (local.repoTags.length === 0) await engine.removeImage(id, signal)
    } catch (error) {
      refusals.push({ name, words: errorWords(error) })
    }
  }
  return refusals
}
