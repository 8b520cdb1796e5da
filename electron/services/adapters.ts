import { join } from 'node:path'
import { createDockerEngine } from '../adapters/docker/create-engine.ts'
import { createNodeFiles } from '../adapters/files/node-files.ts'
import { readGit } from '../adapters/git/read-git.ts'
import { createGpus } from '../adapters/gpu/nvidia-smi.ts'
import { createMachine } from '../adapters/machine/create-machine.ts'
import { createSecretStore } from '../adapters/keychain/create-secret-store.ts'
import { createThreadedLayerMaker } from '../adapters/layer/threaded-layer-maker.ts'
import { createRegistry } from '../adapters/registry/create-registry.ts'
import { createThreadedJudge } from '../adapters/target/threaded-judge.ts'
import { createSecretLinter } from '../adapters/secret-lint/create-secret-linter.ts'
import { createUcloudApi } from '../adapters/ucloud/client.ts'
import { changesFolderOf, layerFolderOf } from '../core/data-folder.ts'
import { createChangeVault, type ChangeVault } from '../core/packages/change-vault.ts'
import type { LayerMaker } from '../core/layer/code-layer.ts'
import type { Machine } from '../core/doctor/machine.ts'
import type { Clock } from '../core/ports/clock.ts'
import type { CodeJudge } from '../core/ports/code-judge.ts'
import type { Engine } from '../core/ports/engine.ts'
import type { Files } from '../core/ports/files.ts'
import type { Gpus } from '../core/ports/gpus.ts'
import type { ImageRegistry, SpeedMeter } from '../core/ports/registry.ts'
import type { ReadGit } from '../core/ports/git.ts'
import type { SecretLinter, SecretStore } from '../core/ports/secrets.ts'
import type { UcloudApi } from '../core/ports/ucloud-api.ts'

/** The outside world. Nothing of it is touched before it is used. */
export interface Adapters {
  readonly engine: Engine & { settle(): Promise<void> }
  readonly registry: ImageRegistry & SpeedMeter
  readonly layers: LayerMaker
  readonly ucloud: UcloudApi
  readonly secrets: SecretStore
  readonly secretLinter: SecretLinter
  readonly judge: CodeJudge
  readonly files: Files
  readonly keptChanges: ChangeVault
  readonly gpus: Gpus
  readonly clock: Clock
  readonly readGit: ReadGit
  readonly machine: Machine
}

export function createAdapters(dataFolder: string): Adapters {
  const files = createNodeFiles()
  return {
    engine: createDockerEngine(),
    registry: createRegistry({ uploads: { folder: join(dataFolder, 'uploads'), files } }),
    layers: createThreadedLayerMaker({
      cacheFolder: layerFolderOf(dataFolder),
      workerPath: join(import.meta.dirname, 'layer-worker.cjs'),
    }),
    ucloud: createUcloudApi(),
    secrets: createSecretStore(),
    secretLinter: createSecretLinter({ workerPath: join(import.meta.dirname, 'secret-lint.cjs') }),
    judge: createThreadedJudge({ workerPath: join(import.meta.dirname, 'judge-worker.cjs') }),
    files,
    keptChanges: createChangeVault(changesFolderOf(dataFolder)),
    gpus: createGpus(),
    clock: { now: () => Date.now() },
    readGit,
    machine: createMachine(),
  }
}
