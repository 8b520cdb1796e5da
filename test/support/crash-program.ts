import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Services } from '../../electron/services.ts'
import { defaultAccountSettings } from '../../shared/model/account.ts'
import type { JobId, ProjectId } from '../../shared/model/ids.ts'
import { noIgnoreSettings } from '../../shared/model/ignore.ts'
import { noPackFilter } from '../../shared/model/pack-record.ts'
import { openCrashApp, type CrashBench } from './crash-app.ts'
import { sampleProjectSettings } from './samples.ts'
import { writeFiles } from './write-files.ts'

const importedAtOnce = 3

/** Packs, pushes, tests and keeps records until it is killed, and says what is done as soon as it is. */
async function workForEver(bench: CrashBench): Promise<never> {
  const services = await openCrashApp(bench)
  const projectId = await findProject(services, bench)
  say('ready', bench.imageName)
  for (;;) {
    await writeFiles(join(bench.projectFolder, 'code'), {
      'mnist.py': `echo ${randomBytes(8).toString('hex')}\n`,
      'weights.bin': randomBytes(bench.codeBytes),
    })
    const packId = services.jobs.startPack(projectId, { push: true })
    await follow(services, 'packed', packId)
    const reference = `${bench.host}/demo/${bench.imageName}:again`
    await follow(services, 'pushed', services.transfers.startPush({ packJobId: packId, reference }))
    await follow(services, 'tested', services.jobs.startTest({ packJobId: packId, target: 'cpu' }))
    await takeBack(services, packId, bench)
    await forgetOldest(services)
  }
}

async function findProject(services: Services, bench: CrashBench): Promise<ProjectId> {
  const { projectFolder, username, password, host, baseCpu: cpuImage, baseGpu: gpuImage, imageName } = bench
  const known = services.projects.list().find(({ name }) => name === imageName)
  if (known !== undefined) return known.id
  const secrets = { privateKey: 'private', uhubPassword: password }
  const hosts = { uhubHost: host, uhubInternalHost: host }
  const settings = { ...defaultAccountSettings, ...hosts, name: 'crash', publicKey: 'public', uhubUsername: username }
  const account = await services.accounts.save({ id: null, settings, secrets })
  const { id } = services.projects.save({
    id: null,
    settings: sampleProjectSettings({
      ...{ name: imageName, accountId: account.id, imageName, ignore: noIgnoreSettings },
      ...{ codePath: join(projectFolder, 'code'), mainFile: 'mnist.py', base: { kind: 'own', cpuImage, gpuImage } },
      ...{ testDataPath: join(projectFolder, 'data'), testOutputPath: join(projectFolder, 'output') },
    }),
  })
  return id
}

/** Says that a job was begun, and how it has ended. */
async function follow(services: Services, done: string, id: JobId): Promise<void> {
  say('begun', id)
  const watching = services.jobs.watch(id, 0, new AbortController().signal)
  let step = await watching.next()
  while (step.done !== true) step = await watching.next()
  const { state, error } = step.value
  if (state !== 'succeeded') throw new Error(`not ${done}: ${state} ${JSON.stringify(error)}`)
  say(done, id)
}

/** Gives a record away with its code, and takes it in as another's. */
async function takeBack(services: Services, id: JobId, { dataFolder }: CrashBench): Promise<void> {
  const path = join(dataFolder, 'given.uaipack')
  await services.pastPacks.exportFile({ id, path, withCode: true })
  const imported = await services.history.importFile(path, new AbortController().signal)
  say('imported', imported)
}

async function forgetOldest(services: Services): Promise<void> {
  const { rows } = services.history.list(noPackFilter, { offset: 0, limit: 500 })
  const imported = rows.filter(({ origin }) => origin === 'imported')
  const oldest = imported.at(-1)
  if (oldest === undefined || imported.length <= importedAtOnce) return
  say('removing', oldest.id)
  await services.pastPacks.remove(oldest.id)
  say('removed', oldest.id)
}

function say(what: string, id: string): void {
  writeSync(1, `${what} ${id}\n`)
}

await workForEver(JSON.parse(process.argv[2] ?? '') as CrashBench)
