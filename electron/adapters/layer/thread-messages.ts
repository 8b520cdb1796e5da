import type { ErrorData } from '../../../shared/errors.ts'
import type { CodeFile } from '../../../shared/model/code-file.ts'
import type { LayerOptions, LayerStep, PackedCode } from '../../core/layer/code-layer.ts'

export interface ThreadTask extends Omit<LayerOptions, 'signal'> {
  readonly cacheFolder: string
}

/** What a thread is told. It has one task at a time, and another only after it has told of the end of the last. */
export type ThreadOrder =
  | { readonly type: 'pack'; readonly task: ThreadTask }
  /** After `packed`, for each of the `files` that are to come. */
  | { readonly type: 'more' }
  | { readonly type: 'abort' }

/** What a thread tells of a task, in this order. */
export type ThreadMessage =
  | { readonly type: 'step'; readonly step: LayerStep }
  | { readonly type: 'packed'; readonly packed: PackedCode; readonly blobPath: string }
  /** Piece by piece, as they are asked for: taking over a hundred thousand at once would hold up all else. */
  | { readonly type: 'files'; readonly files: readonly CodeFile[]; readonly areLast: boolean }
  | { readonly type: 'failed'; readonly error: ErrorData | null; readonly words: string }
  /** All that was learnt is on the disk, and the thread is free. */
  | { readonly type: 'settled' }
