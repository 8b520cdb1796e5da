import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EngineConnection } from '../../../../electron/adapters/docker/connection.ts'
import { createEngineInfo } from '../../../../electron/adapters/docker/engine-info.ts'
import { createHealth, readHealth } from '../../../../electron/adapters/docker/health.ts'
import { AppError } from '../../../../shared/errors.ts'

const fixtures = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'engine')

async function waysOf(name: string): Promise<unknown> {
  const info: unknown = JSON.parse(await readFile(join(fixtures, `info-${name}.json`), 'utf8'))
  return readHealth({ Version: '1', ApiVersion: '1.41' }, info)
}

describe('what an engine tells of its ways to GPUs', () => {
  it('is a runtime, folders of CDI, or devices of CDI', async () => {
    const runc = ['io.containerd.runc.v2', 'io.containerd.runtime.v1.linux', 'runc']
    expect(await waysOf('20.10')).toMatchObject({ runtimes: runc, cdiFolders: [], cdiDevices: [] })
    expect(await waysOf('20.10-nvidia')).toMatchObject({ runtimes: [...runc, 'nvidia'] })
    const cdiFolders = ['/etc/cdi', '/var/run/cdi']
    expect(await waysOf('27.5-cdi-folders')).toMatchObject({ cdiFolders, cdiDevices: [] })
    expect(await waysOf('28.3-cdi-devices')).toMatchObject({
      cdiFolders,
      cdiDevices: ['nvidia.com/gpu=0', 'nvidia.com/gpu=GPU-d3a2f0c1-1b43-0ad5-8a3c-2f8c5a0f9e11', 'nvidia.com/gpu=all'],
    })
  })
})

describe('what an engine was like a minute ago at most', () => {
  const { signal } = new AbortController()

  it('is asked for once, and whether it still answers each time', async () => {
    const { asked, health } = makeHealth()
    const first = await health.recentHealth(signal)
    expect(first).toMatchObject({ state: 'ok', version: '20.10', storageDriver: 'overlay2' })
    expect(asked.splice(0).sort()).toEqual(['/info', '/version'])
    expect(await health.recentHealth(signal)).toEqual(first)
    expect(asked.splice(0)).toEqual(['/_ping'])
    await health.health(signal)
    expect(asked.sort()).toEqual(['/info', '/version'])
  })

  it('does not hide that it is gone', async () => {
    const { engine, health } = makeHealth()
    await health.recentHealth(signal)
    engine.isGone = true
    expect(await health.recentHealth(signal)).toMatchObject({ state: 'problem', problem: { code: 'engine-stopped' } })
  })
})

function makeHealth(): { asked: string[]; engine: { isGone: boolean }; health: ReturnType<typeof createHealth> } {
  const asked: string[] = []
  const engine = { isGone: false }
  const ask = (path: string): Promise<void> => {
    asked.push(path)
    if (!engine.isGone) return Promise.resolve()
    return Promise.reject(new AppError('engine-stopped', { address: 'unix:///run/docker.sock', words: 'refused' }))
  }
  const connection: EngineConnection = {
    open: async ({ path }) => {
      await ask(path)
      return { status: 200, chunks: noChunks(), close: () => undefined }
    },
    call: async ({ path }) => {
      await ask(path)
      return path === '/info' ? { Driver: 'overlay2' } : { Version: '20.10', ApiVersion: '1.41' }
    },
    openBothWays: () => Promise.reject(new Error('not asked for')),
    isLocal: () => Promise.resolve(true),
  }
  const health = createHealth(connection, createEngineInfo(connection), () =>
    Promise.resolve('unix:///run/docker.sock'),
  )
  return { asked, engine, health }
}

async function* noChunks(): AsyncGenerator<Uint8Array, void> {
  // Nothing to read.
}
