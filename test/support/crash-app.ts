import { join } from 'node:path'
import { createThreadedLayerMaker } from '../../electron/adapters/layer/threaded-layer-maker.ts'
import type { SecretStore } from '../../electron/core/ports/secrets.ts'
import { createServices, type Services } from '../../electron/services.ts'
import { createAdapters } from '../../electron/services/adapters.ts'
import type { RealBench } from './real-bench.ts'

/** What a program that is killed again and again works with; it goes to it as JSON. */
export interface CrashBench {
  readonly dataFolder: string
  readonly projectFolder: string
  readonly host: string
  readonly username: string
  readonly password: string
  readonly baseCpu: string
  readonly baseGpu: string
  /** The project's too, so that nobody else's images are taken for its. */
  readonly imageName: string
  /** The bundle of the thread that packs. */
  readonly workerPath: string
  /** Of the code that each pack has anew. */
  readonly codeBytes: number
}

const root = join(import.meta.dirname, '..', '..')

export function crashBenchOf(real: RealBench): CrashBench {
  const { registry, projectFolder, variables, baseCpu, baseGpu, imageName } = real
  const workerPath = join(root, 'build', 'out', 'main', 'layer-worker.cjs')
  const dataFolder = variables.UAI_DATA_FOLDER
  const codeBytes = 400_000
  return { dataFolder, workerPath, codeBytes, projectFolder, baseCpu, baseGpu, imageName, ...registry.auth }
}

/** The app without its window, on real servers; its keychain is the bench's. */
export function openCrashApp(bench: CrashBench): Promise<Services> {
  const { dataFolder, workerPath } = bench
  return createServices({
    dataFolder,
    sandboxFolder: join(dataFolder, 'sandbox'),
    sampleFolder: join(dataFolder, 'sample'),
    scanWorkerPath: '',
    emit: () => undefined,
    adapters: {
      ...createAdapters(dataFolder),
      secrets: secretsOf(bench),
      layers: createThreadedLayerMaker({ cacheFolder: join(dataFolder, 'layers'), workerPath }),
    },
  })
}

function secretsOf({ password }: CrashBench): SecretStore {
  return {
    backend: () => Promise.resolve({ kind: 'memory', words: '' }),
    get: (_, name) => Promise.resolve(name === 'uhubPassword' ? password : 'private'),
    set: () => Promise.resolve(),
    remove: () => Promise.resolve(),
  }
}
