import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readHealth } from '../../../../electron/adapters/docker/health.ts'

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
