import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { Page } from 'playwright-core'
import { createSecretStore } from '../../electron/adapters/keychain/create-secret-store.ts'
import { createAccountStore } from '../../electron/adapters/store/accounts.ts'
import { createJobStore } from '../../electron/adapters/store/jobs.ts'
import { closeDatabase, openDatabase, type Database } from '../../electron/adapters/store/open-database.ts'
import { createProjectStore } from '../../electron/adapters/store/projects.ts'
import { databasePathOf } from '../../electron/services/data-paths.ts'
import { defaultAccountSettings } from '../../shared/model/account.ts'
import { AccountId, ProjectId } from '../../shared/model/ids.ts'
import { noIgnoreSettings } from '../../shared/model/ignore.ts'
import { noPackages } from '../../shared/model/packages.ts'
import type { Job } from '../../shared/model/job.ts'
import type { Project } from '../../shared/model/project.ts'
import type { RealBench } from './real-bench.ts'
import { writeFiles } from './temporary-folder.ts'

/** The data of an app that is not running, or that is and shares it. */
async function inDatabase<Result>(dataFolder: string, work: (database: Database) => Result): Promise<Result> {
  const database = await openDatabase({
    path: databasePathOf(dataFolder),
    clock: Date,
    onDamaged: ({ words }) => {
      throw new Error(words)
    },
  })
  try {
    return work(database)
  } finally {
    closeDatabase(database)
  }
}

/** An account for the bench's registry as an earlier run of the app left it, its secrets in the keychain. */
export async function keepAccount(dataFolder: string, { registry, secrets }: RealBench): Promise<AccountId> {
  const id = AccountId.parse(`bench-${registry.port}`)
  const settings = {
    ...defaultAccountSettings,
    name: 'Bench',
    publicKey: 'bench-public-key',
    uhubUsername: registry.auth.username,
    uhubHost: registry.host,
  }
  await inDatabase(dataFolder, (database) => createAccountStore(database).save({ id, settings }))
  const keychain = createSecretStore()
  await keychain.set(id, 'privateKey', secrets.UAI_PRIVATE_KEY)
  await keychain.set(id, 'uhubPassword', registry.auth.password)
  return id
}

/** A project that is complete, as an earlier run of the app left it. */
export async function keepProject(
  dataFolder: string,
  bench: RealBench,
  change: { name: string; accountId: AccountId; codePath?: string },
): Promise<ProjectId> {
  const id = ProjectId.parse(`project-${change.name}`)
  const project: Project = {
    id,
    createdAt: 1,
    updatedAt: 1,
    archived: false,
    filePath: null,
    keptWarnings: [],
    codePath: join(bench.projectFolder, 'code'),
    mainFile: 'mnist.py',
    base: { kind: 'own', cpuImage: bench.baseCpu, gpuImage: bench.baseGpu },
    uhubRegistry: 'demo',
    imageName: bench.imageName,
    imageTag: 'uaitrain',
    internalUhub: false,
    acceleratorType: 'gpu',
    trainParams: '',
    solver: '',
    snapshot: '',
    testDataPath: join(bench.projectFolder, 'data'),
    testOutputPath: join(bench.projectFolder, 'output'),
    numGpus: null,
    keepGpuImage: true,
    smokeSeconds: null,
    cloudGpu: 'platform',
    packages: noPackages,
    ignore: noIgnoreSettings,
    ...change,
  }
  await inDatabase(dataFolder, (database) => createProjectStore(database).save(project))
  return id
}

export async function listPacks(dataFolder: string): Promise<Job[]> {
  const jobs = await inDatabase(dataFolder, (database) => createJobStore(database).list())
  return jobs.filter(({ kind }) => kind === 'pack')
}

/** Somebody else's project file beside the bench's code. */
export async function writeProjectFile(bench: RealBench, name: string): Promise<string> {
  const path = join(bench.projectFolder, `${name}.uaitrain`)
  const file = {
    schema: 1,
    name,
    account: 'Bench',
    code: 'code',
    mainFile: 'mnist.py',
    base: { kind: 'own', cpuImage: bench.baseCpu, gpuImage: bench.baseGpu },
    uhubRegistry: 'demo',
    imageName: bench.imageName,
    imageTag: 'uaitrain',
    testData: 'data',
    testOutput: 'output',
  }
  await writeFile(path, JSON.stringify(file, null, 2))
  return path
}

/** A folder that the app has never seen, with everything a pack needs. */
export async function writeUnknownFolder(bench: RealBench, name: string): Promise<string> {
  const folder = join(bench.projectFolder, '..', name)
  await writeFiles(join(folder, 'code'), { 'train.py': 'if __name__ == "__main__":\n    print("trained")\n' })
  await mkdir(join(folder, 'data'))
  await mkdir(join(folder, 'output'))
  return folder
}

/** The project's row tells that it has been packed. */
export async function expectPacked(page: Page, name: string): Promise<void> {
  const row = page.getByRole('navigation', { name: 'Projects' }).getByRole('button', { name: new RegExp(name) })
  // Neither “not packed yet”, nor that it is being packed.
  await expect(row).toContainText(/(?<!not )packed/, { timeout: 60_000 })
}
