import { AppError, isCancelled } from '../../../shared/errors.ts'
import type { Engine, EngineProgress } from '../../core/ports/engine.ts'
import type { CleanUp } from './clean-up.ts'
import type { EngineConnection } from './connection.ts'
import type { EngineInfo } from './engine-info.ts'
import { followMessages } from './engine-stream.ts'
import type { EngineMessage } from './engine-stream.ts'
import { graphArchive, storeArchive } from './image-archives.ts'
import type { ImageToLoad } from './image-archives.ts'
import { createImages } from './images.ts'

type Loads = Pick<Engine, 'loadImage'>

/** Gives engines a layer as it is. The image gets its name only once it is whole and as it was meant. */
export function createLoads(connection: EngineConnection, engineInfo: EngineInfo, cleanUp: CleanUp): Loads {
  const images = createImages(connection)
  return {
    async *loadImage({ tag, signal, ...image }) {
      const keepsBlobs = usesContainerdStore(await engineInfo.recent(signal))
      const id = keepsBlobs ? image.digest : image.config.digest
      const before = await images.inspectImage(id, signal)
      if (before === null) {
        try {
          yield* load(connection, { image, keepsBlobs, signal })
        } catch (error) {
          if (isRefusal(error)) return null
          await cleanUp.run(() => removeOnceThere(images, { id, isOver: !isCancelled(error), image }))
          throw error
        }
      }
      const loaded = before ?? (await images.inspectImage(id, signal))
      if (loaded?.layers.join() !== image.diffIds.join()) return null
      // Naming it anew would have the engine wait for the disk.
      if (loaded.repoTags.includes(tag)) return loaded
      // Never aborted: the engine would name the image all the same, and nobody would know that it did.
      await images.tagImage(id, tag, new AbortController().signal)
      return { ...loaded, repoTags: [...loaded.repoTags, tag] }
    },
  }
}

/** With containerd's store an engine keeps images as registries do, and knows them by their manifests. */
function usesContainerdStore(info: Readonly<Record<string, unknown>>): boolean {
  const status = info['DriverStatus']
  return Array.isArray(status) && status.some((pair) => String(pair).includes('io.containerd.snapshotter'))
}

async function* load(
  connection: EngineConnection,
  options: { readonly image: ImageToLoad; readonly keepsBlobs: boolean; readonly signal: AbortSignal },
): AsyncGenerator<EngineProgress, void> {
  const { image, keepsBlobs, signal } = options
  const messages = followMessages(connection, {
    operation: 'load',
    method: 'POST',
    path: '/images/load',
    query: { quiet: '0' },
    upload: keepsBlobs ? storeArchive(image) : graphArchive(image, { isPlain: await takesPlain(connection, image) }),
    signal,
  })
  for await (const message of messages) {
    const progress = progressOf(message)
    if (progress !== null) yield progress
  }
}

const maxPlainBytes = 1024 ** 3

/**
 * Engines are slower at uncompressing than this program is. They keep what they are sent until it is unpacked, though, so
 * that a large layer is sent as small as it is.
 */
async function takesPlain(connection: EngineConnection, { uncompressedBytes }: ImageToLoad): Promise<boolean> {
  return uncompressedBytes <= maxPlainBytes && (await connection.isLocal())
}

function progressOf({ status, id, currentBytes, totalBytes }: EngineMessage): EngineProgress | null {
  if (id === null || status !== 'Loading layer' || currentBytes === null) return null
  return { type: 'layer', id, phase: 'uploading', currentBytes, totalBytes, existed: false }
}

/** The engine has understood the request and does not want the archive. */
function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.code === 'engine-refused'
}

/** The engine goes on with what it has been sent whole; nameless, it would stay for ever. */
async function removeOnceThere(
  images: ReturnType<typeof createImages>,
  { id, isOver, image }: { readonly id: string; readonly isOver: boolean; readonly image: ImageToLoad },
): Promise<void> {
  const { signal } = new AbortController()
  const layerBytes = image.layers.at(-1)?.sizeBytes ?? 0
  const deadline = performance.now() + (isOver ? 0 : 3_000 + layerBytes / loadedBytesPerMs)
  do {
    const left = await images.inspectImage(id, signal)
    if (left?.repoTags.length === 0) return images.removeImage(id, signal)
    await new Promise((resolve) => setTimeout(resolve, 100))
  } while (performance.now() < deadline)
}

/** Many small files take their time. */
const loadedBytesPerMs = 5_000
