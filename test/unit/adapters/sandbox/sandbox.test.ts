import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { createNodeFiles } from '../../../../electron/adapters/files/node-files.ts'
import { createSandbox, makeSandboxSecrets, type Sandbox } from '../../../../electron/adapters/sandbox/sandbox.ts'
import type { Engine } from '../../../../electron/core/ports/engine.ts'
import { AppError } from '../../../../shared/errors.ts'
import { FakeEngine } from '../../../support/fake-engine.ts'
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts'
import { thrownBy } from '../../../support/thrown.ts'

const secrets = makeSandboxSecrets()
const unaborted = new AbortController().signal
let registryAnswers = false

beforeEach(() => (registryAnswers = false))
afterEach(() => {
  vi.unstubAllEnvs()
})

async function makeSandbox(engine: Engine = new FakeEngine()): Promise<Sandbox> {
  const registry = {
    checkLogin: ({ host }: { host: string }) =>
      registryAnswers ? Promise.resolve() : Promise.reject(new AppError('registry-unreachable', { host, words: '' })),
    findDigest: () => Promise.resolve(null),
  }
  const sandbox = createSandbox({ engine, registry, files: createNodeFiles(), folder: await makeTemporaryFolder() })
  onTestFinished(() => sandbox.close())
  return sandbox
}

/** Puts a program in the place of `docker-registry`; without one there is none. */
async function useRegistryProgram(script: string | null): Promise<void> {
  const folder = await makeTemporaryFolder()
  if (script !== null) await writeFile(join(folder, 'docker-registry'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  vi.stubEnv('PATH', folder)
}

it('goes on starting for the others when one no longer waits', async () => {
  await useRegistryProgram('exec /bin/sleep 100')
  const sandbox = await makeSandbox()
  const impatient = new AbortController()
  const first = thrownBy(sandbox.start(secrets, impatient.signal))
  const second = sandbox.start(secrets, unaborted)
  impatient.abort()
  expect(await first).toMatchObject({ code: 'cancelled' })
  registryAnswers = true
  await second
})

it('gives a start up when it is closed', async () => {
  await useRegistryProgram('exec /bin/sleep 100')
  const sandbox = await makeSandbox()
  const start = thrownBy(sandbox.start(secrets, unaborted))
  await sandbox.close()
  expect(await start).toMatchObject({ code: 'cancelled' })
})

it('tells at once of a registry that ends, in its own last words', async () => {
  await useRegistryProgram('echo one; echo two; echo three; echo "configuration error: four"; exit 1')
  const sandbox = await makeSandbox()
  const startedAt = performance.now()
  expect(await thrownBy(sandbox.start(secrets, unaborted))).toEqual({
    code: 'sandbox-unavailable',
    details: { reason: 'registry-failed', words: 'two\nthree\nconfiguration error: four' },
  })
  expect(performance.now() - startedAt).toBeLessThan(5000)
})

it('leaves no container that could not be started', async () => {
  await useRegistryProgram(null)
  const refused = new AppError('engine-refused', { operation: 'start', status: 500, words: 'port is in use' })
  const removed: string[] = []
  const engine = Object.assign(new FakeEngine(), {
    findContainers: () => Promise.resolve([]),
    createContainer: () => Promise.resolve('the-registry'),
    startContainer: () => Promise.reject(refused),
    removeContainer: (id: string) => Promise.resolve(void removed.push(id)),
  })
  engine.addImage('registry:2')
  const sandbox = await makeSandbox(engine)
  expect(await thrownBy(sandbox.start(secrets, unaborted))).toEqual(refused.toData())
  expect(removed).toEqual(['the-registry'])
})
