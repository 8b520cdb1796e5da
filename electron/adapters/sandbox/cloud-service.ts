import { timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import { AppError } from '../../../shared/errors.ts'
import type { Combination } from '../../../shared/model/base-image.ts'
import { signParameters } from '../ucloud/signature.ts'

/** One base image that the stand-in knows. */
export interface ServedBaseImage extends Combination {
  readonly accelerator: 'cpu' | 'gpu'
  readonly image: string
}

export interface CloudServiceOptions {
  /** Told at `GET /`, so that a second start can tell its own service from a stranger's. */
  readonly instance: string
  readonly port: number
  readonly publicKey: string
  readonly privateKey: string
  readonly baseImages: readonly ServedBaseImage[]
}

export interface CloudService {
  close(): Promise<void>
}

interface Package {
  readonly PkgId: number
  readonly PkgName: string
  readonly PkgVersion: string
  readonly PkgType: string
}

type Parameters = Readonly<Record<string, string>>
type Answer = Readonly<Record<string, unknown>>

const maxBodyBytes = 64 * 1024

/**
 * A stand-in for the UCloud API on loopback: checks signatures, answers the calls that packing makes, and refuses with
 * the service's own RetCodes (160 no action, 161 no such action, 170 no signature, 171 wrong signature, 172 no such
 * user, 230 parameters of no use).
 */
export async function startCloudService(options: CloudServiceOptions): Promise<CloudService> {
  const server = createServer((request, response) => {
    void answerRequest(options, request).then(
      ({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
        response.end(JSON.stringify(body))
      },
      () => response.destroy(),
    )
  })
  await listen(server, options.port)
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Whether the service of this very sandbox answers on the port already. */
export async function isCloudServiceRunning(instance: string, port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2_000) })
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null && 'instance' in body && body.instance === instance
  } catch {
    return false
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(new AppError('sandbox-unavailable', { reason: 'port', words: error.message }, { cause: error })),
    )
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

async function answerRequest(
  options: CloudServiceOptions,
  request: IncomingMessage,
): Promise<{ status: number; body: Answer }> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  if (request.method === 'GET' && url.search === '') return { status: 200, body: { instance: options.instance } }
  const parameters = request.method === 'POST' ? await readParameters(request) : Object.fromEntries(url.searchParams)
  if (parameters === null) return { status: 400, body: { RetCode: 230, Message: 'Body not understood' } }
  return { status: 200, body: answerCall(options, parameters) }
}

async function readParameters(request: IncomingMessage): Promise<Parameters | null> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length
    if (sizeBytes > maxBodyBytes) return null
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  if (!(request.headers['content-type'] ?? '').includes('json')) return Object.fromEntries(new URLSearchParams(text))
  try {
    const body = JSON.parse(text) as Record<string, unknown>
    return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]))
  } catch {
    return null
  }
}

function answerCall(options: CloudServiceOptions, parameters: Parameters): Answer {
  const { Signature: signature, ...signed } = parameters
  const action = parameters['Action']
  if (!action) return refuse('', 160, 'Missing Action')
  if (!signature) return refuse(action, 170, 'Missing signature')
  if (parameters['PublicKey'] !== options.publicKey) return refuse(action, 172, 'User not found by public_key')
  const expected = Buffer.from(signParameters(signed, options.privateKey))
  const given = Buffer.from(signature)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
    return refuse(action, 171, 'Signature VerifyAC Error')
  }
  switch (action) {
    case 'GetProjectList':
      return accept(action, {
        ProjectCount: 1,
        ProjectSet: [{ ProjectId: 'org-sandbox', ProjectName: 'Sandbox', IsDefault: true, MemberCount: 1 }],
      })
    case 'GetUAITrainEnvPkg': {
      const packages = listPackages(options.baseImages).filter((item) => item.PkgType === parameters['PkgType'])
      return accept(action, { TotalCount: packages.length, DataSet: packages })
    }
    case 'CheckUAITrainBaseImgExists':
      return checkBaseImage(options.baseImages, parameters)
    default:
      return refuse(action, 161, 'Action not found')
  }
}

function checkBaseImage(baseImages: readonly ServedBaseImage[], parameters: Parameters): Answer {
  const packages = listPackages(baseImages)
  const nameOf = (id: string | undefined): string | undefined => {
    const found = packages.find((item) => String(item.PkgId) === id)
    return found && (found.PkgVersion === '' ? found.PkgName : `${found.PkgName}-${found.PkgVersion}`)
  }
  const wanted = {
    os: nameOf(parameters['OSVersion']),
    python: nameOf(parameters['PythonVersion']),
    aiFramework: nameOf(parameters['AIFrameVersion']),
    accelerator: nameOf(parameters['AcceleratorID']),
  }
  const names = baseImages
    .filter(
      (item) =>
        item.os === wanted.os &&
        item.python === wanted.python &&
        item.aiFramework === wanted.aiFramework &&
        item.accelerator === wanted.accelerator,
    )
    .map((item) => item.image)
  return accept('CheckUAITrainBaseImgExists', {
    TotalCount: names.length,
    BimgName: names,
    BimgPullCmd: names.map((name) => `docker pull ${name}`),
  })
}

function listPackages(baseImages: readonly ServedBaseImage[]): Package[] {
  const packages: Package[] = []
  const add = (type: string, name: string, version: string): void => {
    if (packages.some((item) => item.PkgType === type && item.PkgName === name && item.PkgVersion === version)) return
    packages.push({ PkgId: packages.length + 1, PkgName: name, PkgVersion: version, PkgType: type })
  }
  const addVersioned = (type: string, text: string): void => {
    const dash = text.lastIndexOf('-')
    add(type, text.slice(0, dash), text.slice(dash + 1))
  }
  for (const item of baseImages) {
    addVersioned('OS', item.os)
    addVersioned('Python', item.python)
    addVersioned('AIFrame', item.aiFramework)
    add('Accelerator', item.accelerator, '')
  }
  return packages
}

function accept(action: string, content: Answer): Answer {
  return { RetCode: 0, Action: `${action}Response`, Message: '', ...content }
}

function refuse(action: string, retCode: number, message: string): Answer {
  return { RetCode: retCode, Action: `${action}Response`, Message: message }
}
