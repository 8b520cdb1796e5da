import type { BlobDescriptor } from '../../core/ports.ts'

const mostKept = 16
const maxKeptBytes = 1024 * 1024

/** Remembers configurations of images. A digest stands for the same bytes for ever: only the manifest is read anew. */
export class KeptConfigs {
  readonly #kept = new Map<string, Buffer>()

  /** `read` is asked for those that are not known. */
  async find({ digest }: BlobDescriptor, read: () => Promise<Buffer>): Promise<Buffer> {
    const bytes = this.#kept.get(digest) ?? (await read())
    if (bytes.length <= maxKeptBytes) this.#keep(digest, bytes)
    return bytes
  }

  #keep(digest: string, bytes: Buffer): void {
    this.#kept.delete(digest)
    this.#kept.set(digest, bytes)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size > mostKept) this.#kept.delete(oldest)
    }
  }
}
