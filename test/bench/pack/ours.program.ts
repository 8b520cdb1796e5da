import { join } from 'node:path'
import { createDockerEngine } from '../../../electron/adapters/docker/create-engine.ts'
import { createNodeFiles } from '../../../electron/adapters/files/node-files.ts'
import { createThreadedLayerMaker } from '../../../electron/adapters/layer/threaded-layer-maker.ts'
import { createRegistry } from '../../../electron/adapters/registry/create-registry.ts'
import { createUcloudApi } from '../../../electron/adapters/ucloud/client.ts'
import { layerFolderOf } from '../../../electron/core/data-folder.ts'
import type { BaseImageCache } from '../../../electron/core/base-images/resolve.ts'
import type { PackDependencies } from '../../../electron/core/pack/pack-context.ts'
import { planPack } from '../../../electron/core/pack/plan.ts'
import type { PackPlan } from '../../../electron/core/pack/plan.ts'
import { runPack } from '../../../electron/core/pack/run-pack.ts'
import { parseImageRef } from '../../../shared/model/image-ref.ts'
import { collect } from '../../support/collect.ts'
import { samplePackRequest, sampleProjectSettings } from '../../support/samples.ts'
import type { ProgramTask } from './program-way.ts'
import { serve } from './serve.ts'

// The app's own packing, with all that it uses in the app, in a process that does nothing else.
const files = createNodeFiles()
const engine = createDockerEngine()
const baseImageCache: BaseImageCache = new Map()
let adapters: Pick<PackDependencies, 'registry' | 'layers'> | undefined

serve(async (task) => {
  const { auth, dataFolder } = task
  const { result } = await collect(
    runPack(planOf(task), {
      engine,
      ...adaptersIn(dataFolder),
      ucloud: createUcloudApi(),
      secrets: { privateKey: null, uhubPassword: auth.password },
      files,
      clock: { now: () => Date.now() },
      baseImageCache,
      redact: (text) => text,
      signal: new AbortController().signal,
    }),
  )
  return result.transfer?.blobs.reduce((sum, { sentBytes }) => sum + sentBytes, 0) ?? 0
})

/** As long as the app runs, they are the same. */
function adaptersIn(dataFolder: string): Pick<PackDependencies, 'registry' | 'layers'> {
  adapters ??= {
    registry: createRegistry({ uploads: { folder: join(dataFolder, 'uploads'), files } }),
    layers: createThreadedLayerMaker({
      cacheFolder: layerFolderOf(dataFolder),
      workerPath: join(process.cwd(), 'build/out/main/layer-worker.cjs'),
    }),
  }
  return adapters
}

function planOf({ code, auth, cpuBase, gpuBase, cpuImage, gpuImage }: ProgramTask): PackPlan {
  const target = parseImageRef(gpuImage)
  const [uhubRegistry = '', imageName = ''] = target?.repository.split('/') ?? []
  const project = sampleProjectSettings({
    codePath: code.codePath,
    mainFile: code.mainFile,
    base: { kind: 'own', cpuImage: cpuBase, gpuImage: gpuBase },
    uhubRegistry,
    imageName,
    imageTag: target?.tag ?? '',
    testDataPath: join(code.projectFolder, 'data'),
    testOutputPath: join(code.projectFolder, 'output'),
  })
  const plan = planPack(samplePackRequest({ project, uhubUsername: auth.username, uhubHost: auth.host }))
  if (plan.cpuImage !== cpuImage || plan.gpuImage !== gpuImage) throw new Error('the images have other names')
  return plan
}
