import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findEngineAddress } from '../../../../electron/adapters/docker/engine-address.ts'

let homeFolder: string

beforeEach(async () => {
  homeFolder = await mkdtemp(join(tmpdir(), 'uai-home-'))
})

afterEach(async () => {
  await rm(homeFolder, { recursive: true })
})

const find = (environment: Record<string, string>, platform: NodeJS.Platform = 'linux'): Promise<string> =>
  findEngineAddress({ environment, homeFolder, platform })

async function writeContext(name: string, host: string, folder = join(homeFolder, '.docker')): Promise<void> {
  const hash = createHash('sha256').update(name).digest('hex')
  await mkdir(join(folder, 'contexts/meta', hash), { recursive: true })
  const content = { Name: name, Endpoints: { docker: { Host: host } } }
  await writeFile(join(folder, 'contexts/meta', hash, 'meta.json'), JSON.stringify(content))
}

const chooseContext = (name: string): Promise<void> =>
  writeFile(join(homeFolder, '.docker/config.json'), JSON.stringify({ auths: {}, currentContext: name }))

describe('the address of the engine', () => {
  it('is DOCKER_HOST before everything', async () => {
    await writeContext('remote', 'unix:///context.sock')
    await chooseContext('remote')
    expect(await find({ DOCKER_HOST: 'tcp://10.0.0.1:2375', DOCKER_CONTEXT: 'remote' })).toBe('tcp://10.0.0.1:2375')
    expect(await find({ DOCKER_HOST: '10.0.0.1:2375' })).toBe('tcp://10.0.0.1:2375')
  })

  it('is that of the current context', async () => {
    await writeContext('remote', 'unix:///context.sock')
    await writeContext('other', 'unix:///other.sock')
    await chooseContext('remote')
    expect(await find({})).toBe('unix:///context.sock')
    expect(await find({ DOCKER_CONTEXT: 'other' })).toBe('unix:///other.sock')
  })

  it('is found in the folder that DOCKER_CONFIG names', async () => {
    const folder = join(homeFolder, 'elsewhere')
    await writeContext('remote', 'unix:///elsewhere.sock', folder)
    expect(await find({ DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'remote' })).toBe('unix:///elsewhere.sock')
  })

  it('is the usual one when the context is the default, unknown or unreadable', async () => {
    const usual = await find({})
    expect(usual).toMatch(/^unix:\/\/.+docker\.sock$/)
    await mkdir(join(homeFolder, '.docker'))
    for (const name of ['default', 'never-made']) {
      await chooseContext(name)
      expect(await find({})).toBe(usual)
    }
    await writeFile(join(homeFolder, '.docker/config.json'), '{ broken')
    expect(await find({})).toBe(usual)
  })

  it('is the pipe on Windows', async () => {
    expect(await find({}, 'win32')).toBe('npipe:////./pipe/docker_engine')
  })
})
