import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { AccountId, ProjectId } from '../../shared/model/ids.ts'
import { noIgnoreSettings } from '../../shared/model/ignore.ts'
import { noPackages } from '../../shared/model/packages.ts'
import { defaultImageTag } from '../../shared/model/project.ts'
import { defaultCombination } from '../../shared/uaitrain/combinations.ts'
import { copyMissing } from '../adapters/files/copy-missing.ts'
import { sandboxUhubRegistry } from '../adapters/sandbox/sandbox.ts'
import type { ProjectService } from '../core/projects/project-service.ts'

export interface SampleOptions {
  /** Where it comes with the app. */
  readonly from: string
  /** Where the user gets a copy to change as he likes. */
  readonly to: string
}

/** Where the user's own copy of the sample project is. */
export function sampleFolderOf(dataFolder: string): string {
  return join(dataFolder, 'sample')
}

/** The sample project as one of the user's own, on the sandbox's account: handwritten digits, PyTorch. */
export async function adoptSampleProject({
  from,
  to,
  accountId,
  projects,
}: SampleOptions & { accountId: AccountId; projects: ProjectService }): Promise<ProjectId> {
  const codePath = join(to, 'code')
  await copyMissing(from, to)
  const testOutputPath = join(to, 'output')
  await mkdir(testOutputPath, { recursive: true })
  const known = projects.list().find((project) => project.codePath === codePath)
  if (known) return known.id
  return projects.save({
    id: null,
    settings: {
      name: 'pytorch-mnist',
      accountId,
      codePath,
      mainFile: 'mnist.py',
      base: { kind: 'combination', ...defaultCombination },
      uhubRegistry: sandboxUhubRegistry,
      imageName: 'pytorch-mnist',
      imageTag: defaultImageTag,
      internalUhub: false,
      acceleratorType: 'gpu',
      trainParams: '',
      solver: '',
      snapshot: '',
      testDataPath: join(to, 'data'),
      testOutputPath,
      numGpus: null,
      keepGpuImage: true,
      smokeSeconds: null,
      cloudGpu: 'platform',
      packages: noPackages,
      ignore: noIgnoreSettings,
    },
  }).id
}
