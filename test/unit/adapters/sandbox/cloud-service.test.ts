import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isCloudServiceRunning, startCloudService } from '../../../../electron/adapters/sandbox/cloud-service.ts'
import type { CloudService, ServedBaseImage } from '../../../../electron/adapters/sandbox/cloud-service.ts'
import { signParameters } from '../../../../electron/adapters/ucloud/signature.ts'

const baseImages: ServedBaseImage[] = [
  { aiFramework: 'pytorch-0.4', os: 'ubuntu-16.04', python: 'python-3.6.2', accelerator: 'cpu', image: 'h/a/cpu4:v1' },
  { aiFramework: 'pytorch-0.4', os: 'ubuntu-16.04', python: 'python-3.6.2', accelerator: 'gpu', image: 'h/a/gpu4:v1' },
  {
    aiFramework: 'pytorch-0.2.0',
    os: 'ubuntu-14.04.05',
    python: 'python-2.7.6',
    accelerator: 'gpu',
    image: 'h/a/gpu2:v1',
  },
]
const privateKey = 'a private key'

let port: number
let service: CloudService

beforeEach(async () => {
  port = await freePort()
  service = await startCloudService({ instance: 'one', port, publicKey: 'a public key', privateKey, baseImages })
})

afterEach(() => service.close())

describe('the stand-in for the UCloud API', () => {
  it('lists the packages of a type', async () => {
    const answer = await call({ Action: 'GetUAITrainEnvPkg', PkgType: 'AIFrame' })
    expect(answer).toMatchObject({
      RetCode: 0,
      DataSet: [
        { PkgName: 'pytorch', PkgVersion: '0.4' },
        { PkgName: 'pytorch', PkgVersion: '0.2.0' },
      ],
    })
  })

  it('finds a base image by the ids of its packages, and none for a pair that does not exist', async () => {
    const ids = async (type: string) =>
      (await call({ Action: 'GetUAITrainEnvPkg', PkgType: type }))['DataSet'] as { PkgId: number }[]
    const [os, python, framework, accelerator] = await Promise.all(['OS', 'Python', 'AIFrame', 'Accelerator'].map(ids))
    const query = {
      Action: 'CheckUAITrainBaseImgExists',
      OSVersion: String(os?.[0]?.PkgId),
      PythonVersion: String(python?.[0]?.PkgId),
      AIFrameVersion: String(framework?.[0]?.PkgId),
    }
    const found = await call({ ...query, AcceleratorID: String(accelerator?.[1]?.PkgId) })
    expect(found).toMatchObject({ RetCode: 0, TotalCount: 1, BimgName: ['h/a/gpu4:v1'] })
    const none = await call({
      ...query,
      OSVersion: String(os?.[1]?.PkgId),
      AcceleratorID: String(accelerator?.[1]?.PkgId),
    })
    expect(none).toMatchObject({ RetCode: 0, TotalCount: 0, BimgName: [] })
  })

  it('refuses as the real service does', async () => {
    expect(await post({ Action: 'GetProjectList', PublicKey: 'a public key' })).toMatchObject({ RetCode: 170 })
    expect(await call({ Action: 'GetProjectList' }, 'another key')).toMatchObject({ RetCode: 171 })
    expect(await call({ Action: 'GetProjectList', PublicKey: 'nobody' })).toMatchObject({ RetCode: 172 })
    expect(await call({ Action: 'CreateUAITrainJob' })).toMatchObject({ RetCode: 161 })
    expect(await call({})).toMatchObject({ RetCode: 160 })
  })

  it('lets a second start tell it from a stranger', async () => {
    expect(await isCloudServiceRunning('one', port)).toBe(true)
    expect(await isCloudServiceRunning('another', port)).toBe(false)
    await expect(
      startCloudService({ instance: 'two', port, publicKey: '', privateKey, baseImages }),
    ).rejects.toMatchObject({ code: 'sandbox-unavailable', details: { reason: 'port' } })
  })
})

function call(parameters: Record<string, string>, key = privateKey): Promise<Record<string, unknown>> {
  const signed = { PublicKey: 'a public key', ...parameters }
  return post({ ...signed, Signature: signParameters(signed, key) })
}

async function post(parameters: Record<string, string>): Promise<Record<string, unknown>> {
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: new URLSearchParams(parameters) })
  return (await response.json()) as Record<string, unknown>
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
