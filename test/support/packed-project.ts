import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { createJobStore } from '../../electron/adapters/store/jobs.ts'
import { closeDatabase, openDatabase } from '../../electron/adapters/store/open-database.ts'
import { createProjectStore } from '../../electron/adapters/store/projects.ts'
import { databasePathOf } from '../../electron/services/data-paths.ts'
import { JobId, ProjectId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import { removeImage } from './engine-images.ts'
import { importRunnerImage } from './runner-image.ts'
import { defaultRunOptions } from '../../shared/model/run-options.ts'
import { samplePackRequest, sampleProject } from './samples.ts'

export interface PackedProject {
  readonly name: string
  readonly outputFolder: string
  readonly cpuImage: string
  /** Where the log of an ended test run of the project is to be put. */
  readonly testLogPath: string
  remove(): Promise<void>
}

const at = Date.UTC(2025, 0, 31, 12)

/**
 * Gives an app that is not running a project whose pack went well, and a test run of it that ended: its CPU image is
 * really there, and runs a shell script.
 */
export async function makePackedProject(folder: string, script: string): Promise<PackedProject> {
  const dataFolder = join(folder, 'data')
  const own = join(folder, 'project')
  const outputFolder = join(own, 'output')
  for (const path of [join(own, 'code'), join(own, 'data'), outputFolder, dataFolder]) {
    await mkdir(path, { recursive: true })
  }
  const imageName = `log-${randomBytes(4).toString('hex')}`
  const cpuImage = `${imageName}-cpu:uaitrain`
  const { signal } = new AbortController()
  const imageId = await importRunnerImage({ engine: createDockerEngine(), tag: cpuImage, mainFile: script, signal })

  const places = { codePath: join(own, 'code'), testDataPath: join(own, 'data'), testOutputPath: outputFolder }
  const project = sampleProject({ ...places, id: ProjectId.parse('p'), name: 'logs', mainFile: 'main.py', imageName })
  const database = await openDatabase({ path: databasePathOf(dataFolder), clock: Date, onDamaged: () => undefined })
  const jobs = createJobStore(database)
  createProjectStore(database).save(project)
  const packId = JobId.parse(randomUUID())
  const testId = JobId.parse(randomUUID())
  const commands = { deploy: '/data/main.py ', cpuTest: 'docker run', gpuTest: null }
  const image = { lane: 'cpu' as const, name: cpuImage, id: imageId, digest: null, sizeBytes: 1, isLocal: true }
  const ended = { projectId: project.id, state: 'succeeded' as const, startedAt: at, endedAt: at, error: null }
  const pack: Job = {
    ...ended,
    id: packId,
    kind: 'pack',
    test: null,
    result: {
      kind: 'pack',
      images: [image],
      baseImages: { cpu: 'base', gpu: null, source: 'own' },
      customised: [],
      commands,
      commandFilePath: join(own, 'uaitrain_cmd.txt'),
      logFilePath: join(own, 'uaitrain_pack.log'),
      fileCount: 1,
      codeBytes: 1,
      layer: null,
      transfer: null,
      smoke: null,
    },
  }
  const result = {
    kind: 'test',
    target: 'cpu',
    image: cpuImage,
    exitCode: 0,
    outOfMemory: false,
    stopped: false,
  } as const
  const origin = { packJobId: packId, target: 'cpu', options: defaultRunOptions } as const
  jobs.insert(pack, samplePackRequest({ project }))
  jobs.insert({ ...ended, id: testId, kind: 'test', test: origin, result: { ...result, outputs: [] } }, null)
  closeDatabase(database)
  return {
    name: project.name,
    outputFolder,
    cpuImage,
    testLogPath: join(dataFolder, 'jobs', `${testId}.log`),
    remove: () => removeImage(cpuImage),
  }
}
