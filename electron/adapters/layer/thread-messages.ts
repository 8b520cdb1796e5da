import type { ErrorData } from '../../../shared/errors.ts'
import type { CodeFile } from '../../../shared/model/code-file.ts'
import type { LayerOptions, LayerStep, PackedCode } from '../../core/layer/code-layer.ts'

/** What a thread is started with. */
export interface ThreadTask extends Omit<LayerOptions, 'signal'> {
  readonly cacheFolder: string
}

/** What it tells, in this order; `abort` is the only word to it. */
export type ThreadMessage =
  | { readonly type: 'step'; readonly step: LayerStep }
  /** Piece by piece: taking over a hundred thousand at once would hold up the window. */
  | { readonly type: 'files'; readonly files: readonly CodeFile[] }
  | { readonly type: 'packed'; readonly packed: Omit<PackedCode, 'files'>; readonly blobPath: string }
  | { readonly type: 'failed'; readonly error: ErrorData | null; readonly words: string }
  /** All that was learnt is on the disk. */
  | { readonly type: 'settled' }
