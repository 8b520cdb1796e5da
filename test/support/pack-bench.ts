import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import type { JobActivity } from '../../electron/core/jobs/activity.ts'
import { createLayerMaker } from '../../electron/core/layer/create-layer-maker.ts'
import type { PackDependencies } from '../../electron/core/pack/pack-context.ts'
import { planPack } from '../../electron/core/pack/plan.ts'
import type { PackPlan } from '../../electron/core/pack/plan.ts'
import { runPack } from '../../electron/core/pack/run-pack.ts'
import { AppError } from '../../shared/errors.ts'
import type { ErrorData } from '../../shared/errors.ts'
import type { PackRequest, PackResult } from '../../shared/model/pack.ts'
import type { ProjectSettings } from '../../shared/model/project.ts'
import { FakeEngine } from './fake-engine.ts'
import { FakeRegistry } from './fake-registry.ts'
import { FakeUcloud } from './fake-ucloud.ts'
import { samplePackRequest, sampleProjectSettings } from './samples.ts'
import { makeTemporaryFolder, writeFiles } from './temporary-folder.ts'

export const cpuBase = 'uhub.ucloud.cn/uaishare/cpu_base:v1.0'
export const gpuBase = 'uhub.ucloud.cn/uaishare/gpu_base:v1.0'
export const cpuImage = 'pytorch-mnist-cpu:uaitrain'
export const gpuImage = 'uhub.ucloud.cn/demo/pytorch-mnist:uaitrain'

/** A code folder on the disk and stand-ins for all that is far away. */
export class PackBench {
  readonly engine = new FakeEngine()
  readonly registry = new FakeRegistry()
  readonly ucloud = new FakeUcloud()
  readonly stop = new AbortController()
  readonly activities: JobActivity[] = []
  secrets: PackDependencies['secrets'] = { privateKey: 'private-canary', uhubPassword: 'password-canary' }
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  plan(project: Partial<ProjectSettings> = {}, changes: Partial<PackRequest> = {}): PackPlan {
    const codePath = join(this.folder, 'code')
    return planPack(samplePackRequest({ ...changes, project: sampleProjectSettings({ codePath, ...project }) }))
  }

  dependencies(): PackDependencies {
    return {
      engine: this.engine,
      registry: this.registry,
      layers: createLayerMaker({ folder: join(this.folder, '.layers') }),
      ucloud: this.ucloud,
      secrets: this.secrets,
      files: createNodeFiles(),
      clock: { now: () => 0 },
      baseImageCache: new Map(),
      redact: (text) => text.replaceAll('password-canary', '***'),
      signal: this.stop.signal,
    }
  }

  async run(plan: PackPlan, onActivity?: (activity: JobActivity) => void): Promise<PackResult> {
    const pack = runPack(plan, this.dependencies())
    for (;;) {
      const step = await pack.next()
      if (step.done === true) return step.value
      this.activities.push(step.value)
      onActivity?.(step.value)
    }
  }

  async failure(plan: PackPlan, onActivity?: (activity: JobActivity) => void): Promise<ErrorData> {
    try {
      await this.run(plan, onActivity)
    } catch (error) {
      if (error instanceof AppError) return (error as AppError).toData()
      throw error
    }
    throw new Error('the pack succeeded')
  }

  stages(): string[] {
    return this.activities.flatMap((activity) =>
      activity.type === 'stage' ? [`${activity.stage} ${activity.lane} ${activity.state}`] : [],
    )
  }

  notes(): string[] {
    return this.activities.flatMap((activity) => (activity.type === 'note' ? [activity.note.code] : []))
  }

  /** Has the registry keep both base images, which makes building and pushing by the engine needless. */
  publishBases(): void {
    for (const [reference, name] of [
      [cpuBase, 'cpu'],
      [gpuBase, 'gpu'],
    ] as const) {
      const config = { created: '2020-01-01T00:00:00Z', config: { Env: [name] }, rootfs: { diff_ids: ['sha256:base'] } }
      this.registry.addImage(reference, config, [Buffer.from(name)])
    }
  }

  /** Files beside the code folder. */
  async written(): Promise<string[]> {
    return (await readdir(this.folder)).filter((name) => name !== 'code' && name !== '.layers').sort()
  }
}

export async function makePackBench(files: Record<string, string> = { 'mnist.py': 'print()' }): Promise<PackBench> {
  const folder = await makeTemporaryFolder()
  await writeFiles(join(folder, 'code'), files)
  return new PackBench(folder)
}
