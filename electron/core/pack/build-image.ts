import { AppError } from '../../../shared/errors.ts'
import { codeTar } from '../context/code-tar.ts'
import type { CodeTree } from '../context/walk.ts'
import type { PackFact } from '../jobs/pack-fact.ts'
import type { LocalImage } from '../ports.ts'
import { codeFolders, dockerfile } from './dockerfile.ts'
import { ProgressFold } from './fold-progress.ts'
import { packLabels } from './labels.ts'
import type { PackContext } from './pack-context.ts'
import type { Activities } from './stage.ts'
import { tellProgress } from './tell-progress.ts'

/** The code as it was when it was scanned. */
export interface ScannedCode {
  readonly tree: CodeTree
  readonly codeDigest: string
}

export interface ImageToBuild extends ScannedCode {
  readonly lane: 'cpu' | 'gpu'
  readonly baseImage: string
  readonly tag: string
}

/** Builds the code onto a base image that the engine has. */
export async function* buildImage(context: PackContext, image: ImageToBuild): Activities<LocalImage> {
  const { signal, changes, plan } = context
  const { engine } = context.dependencies
  const base = await engine.inspectImage(image.baseImage, signal)
  if (base === null) throw new AppError('image-missing', { image: image.baseImage })
  yield { type: 'fact', fact: baseFact(image, base) }
  await changes.expect(image.tag, signal)
  const labels = packLabels({
    project: plan.request.project.name,
    codeDigest: image.codeDigest,
    lane: image.lane,
    layerCount: base.layers.length + 1,
  })
  const code = new WatchedPieces(
    codeTar({
      tree: image.tree,
      dockerfile: dockerfile(image.baseImage, labels),
      folders: codeFolders,
      codeDigest: image.codeDigest,
      signal,
    }),
  )
  const fold = new ProgressFold('build', image.lane)
  let id: string
  try {
    id = yield* tellProgress(engine.buildImage({ context: code.pieces(), tag: image.tag, labels: {}, signal }), fold)
  } catch (error) {
    throw code.failure ?? error
  }
  changes.made(image.tag, id)
  const built = await engine.inspectImage(id, signal)
  if (built === null) throw new AppError('image-missing', { image: image.tag })
  const { sizeBytes, layers } = built
  yield { type: 'fact', fact: { kind: 'image', lane: image.lane, name: image.tag, id: built.id, sizeBytes, layers } }
  return built
}

function baseFact({ lane, baseImage }: ImageToBuild, base: LocalImage): PackFact {
  const digests = base.repoDigests.map((named) => named.split('@') as [string, string])
  const own = digests.find(([repository]) => baseImage.startsWith(repository)) ?? digests[0]
  return { kind: 'base', lane, reference: baseImage, id: base.id, digest: own?.[1] ?? null }
}

/** Remembers why the code could not be read: the engine only sees its request end too early. */
class WatchedPieces {
  failure: Error | null = null
  readonly #source: AsyncIterable<Uint8Array>

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source
  }

  async *pieces(): AsyncGenerator<Uint8Array, void> {
    try {
      yield* this.#source
    } catch (error) {
      if (error instanceof Error) this.failure = error
      throw error
    }
  }
}
