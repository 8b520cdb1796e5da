import { join } from 'node:path'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import { createMemoryStore } from '../../electron/adapters/keychain/memory-store.ts'
import { createThreadedJudge } from '../../electron/adapters/target/threaded-judge.ts'
import { createLayerMaker } from '../../electron/core/layer/create-layer-maker.ts'
import { createChangeVault } from '../../electron/core/packages/change-vault.ts'
import type { Adapters } from '../../electron/services/adapters.ts'
import { createServices, type Services } from '../../electron/services.ts'
import { wellMachine } from './doctor-tools.ts'
import { FakeEngine } from './fake-engine.ts'
import { FakeRegistry } from './fake-registry.ts'
import { fakeSecretLinter } from './fake-secret-linter.ts'
import { FakeUcloud } from './fake-ucloud.ts'

class SettledEngine extends FakeEngine {
  settle(): Promise<void> {
    return Promise.resolve()
  }
}

/** An outside world that is silent. */
export function silentAdapters(dataFolder: string): Adapters {
  return {
    engine: new SettledEngine(),
    registry: new FakeRegistry(),
    ucloud: new FakeUcloud(),
    secrets: createMemoryStore('test'),
    files: createNodeFiles(),
    judge: createThreadedJudge({ workerPath: '' }),
    keptChanges: createChangeVault(join(dataFolder, 'kept-changes')),
    secretLinter: fakeSecretLinter,
    layers: createLayerMaker({ folder: join(dataFolder, 'layers') }),
    clock: { now: () => Date.now() },
    gpus: { ask: () => Promise.resolve(null) },
    readGit: () => Promise.resolve(null),
    machine: wellMachine(),
  }
}

/** Everything that the main process offers, on the database of a folder. */
export async function openServices(dataFolder: string): Promise<Services> {
  return createServices({
    dataFolder,
    sandboxFolder: join(dataFolder, 'sandbox'),
    sampleFolder: join(dataFolder, 'sample'),
    scanWorkerPath: '',
    emit: () => undefined,
    adapters: silentAdapters(dataFolder),
  })
}
