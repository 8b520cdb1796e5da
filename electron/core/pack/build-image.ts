import type { CodeLayer } from '../layer/code-layer.ts'
import { buildContext } from './build-context.ts'
import { ProgressFold } from './fold-progress.ts'
import type { PackContext } from './pack-context.ts'
import type { Activities } from './stage.ts'
import { tellProgress } from './tell-progress.ts'

export interface ImageToMake {
  readonly lane: 'cpu' | 'gpu'
  readonly baseImage: string
  readonly tag: string
}

/** Has the engine build the code onto a base image that it has; returns the image's id. */
export async function* buildImage(
  { signal, dependencies }: PackContext,
  { lane, baseImage, tag }: ImageToMake,
  { layer, labels }: { readonly layer: CodeLayer; readonly labels: Readonly<Record<string, string>> },
): Activities<string> {
  const code = new WatchedPieces(buildContext({ baseImage, labels, layer }))
  const building = dependencies.engine.buildImage({ context: code.pieces(), tag, labels: {}, signal })
  try {
    return yield* tellProgress(building, new ProgressFold('build', lane))
  } catch (error) {
    throw code.failure ?? error
  }
}

/** Remembers why the layer could not be read: the engine only sees its request end too early. */
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
