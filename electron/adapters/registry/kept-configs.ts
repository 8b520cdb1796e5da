import type { BlobDescriptor } from '../../core/ports/registry.ts'
import { Latest } from './latest.ts'

const mostKept = 16
const maxKeptBytes = 1024 * 1024

/** Remembers configurations of images. A digest stands for the same bytes for ever: only the manifest is read anew. */
export class KeptConfigs {
  readonly #kept = new Latest<Buffer>(mostKept)

  /** `read` is asked for those that are not known. */
  async find({ digest }: BlobDescriptor, read: () => Promise<Buffer>): Promise<Buffer> {
    const bytes = this.#kept.get(digest) ?? (await read())
    if (bytes.length <= maxKeptBytes) this.#kept.set(digest, bytes)
    return bytes
  }
}
