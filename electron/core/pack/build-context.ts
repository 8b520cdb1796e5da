import { tarEnd, tarHeader, tarPadding } from '../context/tar-header.ts'
import type { CodeLayer } from '../layer/code-layer.ts'

const layerName = 'code.tar.gz'

/**
 * A build context that holds the layer as it is: the engine unpacks it, so what is built has the very files of what is
 * loaded or published. The labels stand first and on one line, each line being a step of the build: they tell the two
 * images' steps apart in the engine's cache, which two images on one base would share by halves otherwise.
 */
export async function* buildContext(options: {
  readonly baseImage: string
  readonly labels: Readonly<Record<string, string>>
  readonly layer: CodeLayer
}): AsyncGenerator<Uint8Array, void> {
  const { baseImage, labels, layer } = options
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${quote(value)}`)
  const dockerfile = Buffer.from(`FROM ${baseImage}\nLABEL ${pairs.join(' ')}\nADD ${layerName} /\n`)
  yield Buffer.concat([header('Dockerfile', dockerfile.length), dockerfile, tarPadding(dockerfile.length)])
  yield header(layerName, layer.sizeBytes)
  yield* layer.read(0)
  yield Buffer.concat([tarPadding(layer.sizeBytes), tarEnd()])
}

function header(path: string, sizeBytes: number): Buffer {
  return tarHeader({ type: 'file', path, mode: 0o644, sizeBytes, target: '' })
}

function quote(value: string): string {
  return `"${value.replace(/[\\"$]/g, String.raw`\$&`)}"`
}
