import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDockerEngine } from '../../../electron/adapters/docker/create-engine.ts'
import type { RegistryAuth } from '../../../electron/core/ports/registry.ts'
import { collect } from '../../support/collect.ts'
import { removeImage } from '../../support/engine-images.ts'
import { startTestRegistry } from '../../support/registry-server.ts'
import { importRunnerImage } from '../../support/runner-image.ts'
import { startShapedLink } from '../../support/shaped-link.ts'

/** What every way of packing meets: an engine that has both bases, and a registry that has them too. */
export interface Bed {
  readonly auth: RegistryAuth
  readonly cpuBase: string
  readonly gpuBase: string
  readonly folder: string
  remove(): Promise<void>
}

export async function makeBed({ isSlow }: { readonly isSlow: boolean }): Promise<Bed> {
  const registry = await startTestRegistry()
  const link = isSlow ? await startShapedLink({ host: '127.0.0.1', port: registry.port }) : null
  const auth = { ...registry.auth, host: link?.host ?? registry.host }
  const folder = await mkdtemp(join(tmpdir(), 'uai-pack-bench-'))
  const engine = createDockerEngine()
  const { signal } = new AbortController()
  const [cpuBase, gpuBase] = [`${auth.host}/uaishare/bench-cpu:v1`, `${auth.host}/uaishare/bench-gpu:v1`]
  for (const tag of [cpuBase, gpuBase]) {
    await importRunnerImage({ engine, tag, mainFile: '', signal })
    await collect(engine.pushImage({ reference: tag, auth, signal }))
  }
  return {
    auth,
    cpuBase,
    gpuBase,
    folder,
    remove: async () => {
      for (const base of [cpuBase, gpuBase]) await removeImage(base)
      await engine.settle()
      await link?.stop()
      await registry.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
