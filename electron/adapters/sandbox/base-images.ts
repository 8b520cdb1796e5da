import { createHash } from 'node:crypto'
import { smallTar } from '../../core/context/small-tar.ts'
import type { JobActivity } from '../../core/jobs/activity.ts'
import { ProgressFold } from '../../core/pack/fold-progress.ts'
import type { Engine, EngineProgress } from '../../core/ports/engine.ts'
import type { Registry, RegistryAuth } from '../../core/ports/registry.ts'
import { makeBaseSystem } from './base-system.ts'
import type { ServedBaseImage } from './cloud-service.ts'
import { sandboxLabel } from './labels.ts'
import { inStage } from './stages.ts'

const systemTag = 'uai-train-packer-sandbox/system:bookworm'
const frameworkTag = 'uai-train-packer-sandbox/pytorch:bookworm'

/** Real PyTorch goes into the images of this framework; the others stay small. */
const frameworkWithPytorch = 'pytorch-0.4'

/** Python is asked for too, because Docker Hub's Debian has none. */
const frameworkDockerfile = (system: string): string => `FROM ${system}
RUN apt-get update && apt-get install -y --no-install-recommends python3-minimal python3-pip python3-torch python3-numpy \\
 && ln -sf python3 /usr/bin/python && apt-get clean && rm -rf /var/lib/apt/lists/*
`

export interface BaseImageOptions {
  readonly images: readonly ServedBaseImage[]
  readonly engine: Engine
  readonly registry: Registry
  readonly auth: RegistryAuth
  readonly signal: AbortSignal
}

/** Makes the sandbox's base images, as far as they are not in its registry yet, and pushes them there. */
export async function* publishBaseImages(options: BaseImageOptions): AsyncGenerator<JobActivity, void> {
  const { images, engine, registry, auth, signal } = options
  const missing: ServedBaseImage[] = []
  for (const item of images) {
    if ((await registry.findDigest({ reference: item.image, auth, signal })) === null) missing.push(item)
  }
  if (missing.length === 0) return

  yield* inStage('system', async function* () {
    if ((await engine.inspectImage(systemTag, signal)) === null)
      yield* makeBaseSystem({ engine, tag: systemTag, signal })
  })
  yield* inStage('framework', async function* () {
    if ((await engine.inspectImage(frameworkTag, signal)) !== null) return
    const dockerfile = frameworkDockerfile(systemTag)
    yield* relay('framework', buildFrom({ engine, signal, dockerfile, tag: frameworkTag, network: 'host' }))
  })
  yield* inStage('publish', async function* () {
    for (const item of missing) {
      const dockerfile = `FROM ${item.aiFramework === frameworkWithPytorch ? frameworkTag : systemTag}
COPY accelerator /etc/uai-sandbox-accelerator
`
      const files = { accelerator: `${item.accelerator}\n` }
      yield* relay('publish', buildFrom({ engine, signal, dockerfile, files, tag: item.image }))
      yield* relay('publish', engine.pushImage({ reference: item.image, auth, signal }))
    }
  })
}

function buildFrom(options: {
  engine: Engine
  signal: AbortSignal
  dockerfile: string
  files?: Readonly<Record<string, string>>
  tag: string
  network?: 'host'
}): AsyncGenerator<EngineProgress, string> {
  const { engine, signal, dockerfile, files, tag, network } = options
  const content = createHash('sha256').update(dockerfile).digest('hex')
  return engine.buildImage({
    context: smallTar({ Dockerfile: dockerfile, ...files }),
    tag,
    labels: { [sandboxLabel]: content },
    signal,
    ...(network && { network }),
  })
}

async function* relay(
  stage: 'framework' | 'publish',
  steps: AsyncGenerator<EngineProgress, unknown>,
): AsyncGenerator<JobActivity, void> {
  const fold = new ProgressFold(stage, 'shared')
  for await (const step of steps) {
    if (step.type === 'line') yield { type: 'log', source: 'out', text: step.text }
    yield { type: 'progress', progress: fold.add(step) }
  }
}
