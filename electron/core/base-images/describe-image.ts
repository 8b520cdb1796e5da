import { z } from 'zod'
import type { BaseFacts } from '../../../shared/model/base-facts.ts'
import { architecturesOfList } from '../../../shared/uaitrain/cuda.ts'
import type { RegistryImage } from '../ports/registry.ts'

const Configuration = z.object({ config: z.object({ Env: z.array(z.string()).nullish() }).nullish() })

/** Variables by which images tell what is in them: those of Docker's Python, of PyTorch and of NVIDIA. */
const versionVariables = [
  ['torch', 'PYTORCH_VERSION'],
  ['tensorflow', 'TENSORFLOW_VERSION'],
  ['mxnet', 'MXNET_VERSION'],
] as const

/** What an image's own description tells of it, without any of its layers. */
export function describeImage({ reference, config, layers }: RegistryImage): BaseFacts {
  const variables = variablesOf(config.bytes)
  const text = (name: string): string => variables.get(name) ?? ''
  const frameworks = versionVariables.flatMap(([name, variable]) =>
    text(variable) === '' ? [] : [{ name, version: text(variable) }],
  )
  const version = text('PYTHON_VERSION')
  const cuda = text('CUDA_VERSION')
  const architectures = architecturesOfList(text('TORCH_CUDA_ARCH_LIST'))
  const isKnown = frameworks.length > 0 || version !== '' || cuda !== ''
  return {
    image: reference,
    digest: config.digest,
    source: 'registry',
    sizeBytes: layers.reduce((sum, layer) => sum + layer.sizeBytes, 0),
    state: 'unknown',
    python: isKnown ? { path: '', version, frameworks, cuda, architectures } : null,
    others: [],
    places: [],
  }
}

function variablesOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  try {
    const { config } = Configuration.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
    const pairs = (config?.Env ?? []).map((line): [string, string] => {
      const equals = line.indexOf('=')
      return [line.slice(0, Math.max(equals, 0)), line.slice(equals + 1)]
    })
    return new Map(pairs)
  } catch {
    // An image whose description cannot be read tells nothing.
    return new Map()
  }
}
