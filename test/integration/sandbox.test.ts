import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import { createRegistry } from '../../electron/adapters/registry/create-registry.ts'
import { createSandbox, makeSandboxSecrets } from '../../electron/adapters/sandbox/sandbox.ts'
import type { Sandbox } from '../../electron/adapters/sandbox/sandbox.ts'
import { createUcloudApi } from '../../electron/adapters/ucloud/client.ts'
import { resolveBaseImages } from '../../electron/core/base-images/resolve.ts'
import { combinations } from '../../shared/uaitrain/combinations.ts'
import { keptSandboxFolder } from '../support/kept-sandbox.ts'
import { thrownBy } from '../support/thrown.ts'

const signal = new AbortController().signal
const adapters = { engine: createDockerEngine(), registry: createRegistry(), files: createNodeFiles() }
const secrets = makeSandboxSecrets()

describe('the sandbox', () => {
  let sandbox: Sandbox

  beforeAll(async () => {
    sandbox = createSandbox({ ...adapters, folder: keptSandboxFolder() })
    await prepare(sandbox)
  }, 600_000)

  afterAll(() => sandbox.close())

  it('serves both base images of every combination with PyTorch, found through its API', async () => {
    const { apiUrl, publicKey, projectId, region, zone, uhubHost, uhubInternalHost, uhubUsername } =
      await sandbox.accountSettings()
    const served = combinations.filter(({ aiFramework }) => aiFramework.startsWith('pytorch-'))
    for (const { aiFramework, os, python } of served) {
      const { images, notes } = await resolveBaseImages({
        choice: { kind: 'combination', aiFramework, os, python },
        acceleratorType: 'gpu',
        credentials: { apiUrl, publicKey, projectId, region, zone, privateKey: secrets.privateKey },
        hosts: { uhubHost, uhubInternalHost },
        internalUhub: false,
        ucloud: createUcloudApi(),
        cache: new Map(),
        signal,
      })
      expect(images.source).toBe('service')
      expect(notes).toEqual([])
      const auth = { host: uhubHost, username: uhubUsername, password: secrets.uhubPassword }
      for (const reference of [images.cpu ?? '', images.gpu ?? '']) {
        expect(await adapters.registry.findDigest({ reference, auth, signal })).toMatch(/^sha256:/)
      }
    }
  })

  it('asks for its password', async () => {
    const { uhubHost, uhubUsername } = await sandbox.accountSettings()
    const error = await thrownBy(
      adapters.registry.checkLogin({ host: uhubHost, username: uhubUsername, password: 'another' }, signal),
    )
    expect(error).toMatchObject({ code: 'registry-login-refused' })
  })

  it('makes nothing anew the second time', async () => {
    expect(await prepare(sandbox)).not.toContain('system')
  })
})

it('ends its servers and keeps its addresses', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'uai-sandbox-test-'))
  try {
    const first = createSandbox({ ...adapters, folder })
    await first.start(secrets, signal)
    const settings = await first.accountSettings()
    const auth = { host: settings.uhubHost, username: settings.uhubUsername, password: secrets.uhubPassword }
    await adapters.registry.checkLogin(auth, signal)
    await first.close()
    expect(await thrownBy(adapters.registry.checkLogin(auth, signal))).toMatchObject({ code: 'registry-unreachable' })

    const second = createSandbox({ ...adapters, folder })
    expect(await second.accountSettings()).toEqual(settings)
    const newSecrets = makeSandboxSecrets()
    await second.start(newSecrets, signal)
    await adapters.registry.checkLogin({ ...auth, password: newSecrets.uhubPassword }, signal)
    await second.close()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

async function prepare(sandbox: Sandbox): Promise<string[]> {
  const stages: string[] = []
  for await (const activity of sandbox.prepare(secrets, signal)) {
    if (activity.type === 'stage') stages.push(activity.stage)
  }
  return stages
}
