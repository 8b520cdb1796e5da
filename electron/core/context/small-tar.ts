import { tarEnd, tarHeader, tarPadding } from './tar-header.ts'

/** A tar of a few texts by their paths. */
export async function* smallTar(files: Readonly<Record<string, string>>): AsyncGenerator<Uint8Array, void> {
  for (const [path, text] of Object.entries(files)) {
    const content = await Promise.resolve(Buffer.from(text))
    yield tarHeader({ type: 'file', path, mode: 0o644, sizeBytes: content.length, target: '' })
    yield content
    yield tarPadding(content.length)
  }
  yield tarEnd()
}
