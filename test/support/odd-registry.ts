import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { listen } from './ports.ts'

export interface OddRequest {
  readonly method: string
  readonly path: string
  readonly range: string | null
  readonly sizeBytes: number
  readonly authorization: string | null
  /** What the upload that it is for has had before. */
  readonly hadBytes: number
}

export interface OddAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly words?: string
}

export interface OddOptions {
  /** Answers in place of the registry; null lets it answer as any does. */
  readonly refuse?: (request: OddRequest) => OddAnswer | null
  /** What its `Range` says after so many bytes. */
  readonly range?: (receivedBytes: number) => string
  /** Whether tags can be read; asked each time. */
  readonly showsTags?: () => boolean
}

export interface OddRegistry {
  readonly host: string
  readonly requests: readonly OddRequest[]
  /** By digest. */
  readonly blobs: ReadonlyMap<string, Buffer>
  /** By name and tag. */
  readonly manifests: ReadonlyMap<string, Buffer>
  stop(): Promise<void>
}

/** A registry in memory, which checks ranges and digests as the distribution specification has it, but for its oddities. */
export async function startOddRegistry(options: OddOptions = {}): Promise<OddRegistry> {
  const {
    refuse = () => null,
    range = (received) => `0-${Math.max(received - 1, 0)}`,
    showsTags = () => true,
  } = options
  const requests: OddRequest[] = []
  const blobs = new Map<string, Buffer>()
  const manifests = new Map<string, Buffer>()
  const uploads = new Map<string, Buffer>()

  const answerTo = (request: OddRequest, url: URL, body: Buffer): OddAnswer & { readonly body?: Buffer } => {
    const { method } = request
    const [, name = '', kind = '', id = ''] =
      /^\/v2\/(.+?)\/(blobs\/uploads|blobs|manifests)\/(.*)$/.exec(url.pathname) ?? []
    if (kind === 'manifests') {
      const key = `${name}:${id}`
      if (method === 'PUT') {
        manifests.set(key, body)
        return { status: 201, headers: { 'docker-content-digest': digestOf(body) } }
      }
      const manifest = showsTags() ? manifests.get(key) : undefined
      if (manifest === undefined) return { status: 404 }
      return { status: 200, headers: { 'docker-content-digest': digestOf(manifest) }, body: manifest }
    }
    if (kind === 'blobs') {
      const blob = blobs.get(id)
      return blob === undefined ? { status: 404 } : { status: 200, body: blob }
    }
    if (kind !== 'blobs/uploads') return { status: 200 }
    const location = `/v2/${name}/blobs/uploads/`
    if (method === 'POST') {
      const upload = randomUUID()
      uploads.set(upload, Buffer.alloc(0))
      return { status: 202, headers: { location: location + upload } }
    }
    const had = uploads.get(id)
    if (had === undefined) return { status: 404 }
    if (method === 'DELETE') {
      uploads.delete(id)
      return { status: 204 }
    }
    const first = request.range === null ? had.length : Number(request.range.split('-')[0])
    if (first !== had.length) return { status: 416 }
    const has = Buffer.concat([had, body])
    if (method !== 'PUT') {
      uploads.set(id, has)
      return { status: method === 'GET' ? 204 : 202, headers: { location: location + id, range: range(has.length) } }
    }
    const digest = url.searchParams.get('digest') ?? ''
    if (digestOf(has) !== digest) return { status: 400, words: 'digest invalid' }
    uploads.delete(id)
    blobs.set(digest, has)
    return { status: 201 }
  }

  const server = createServer((incoming, outgoing) => {
    const answered = readAll(incoming).then((body) => {
      const url = new URL(incoming.url ?? '', 'http://registry')
      const request: OddRequest = {
        method: incoming.method ?? '',
        path: url.pathname,
        range: incoming.headers['content-range'] ?? null,
        sizeBytes: body.length,
        authorization: incoming.headers.authorization ?? null,
        hadBytes: uploads.get(url.pathname.split('/').at(-1) ?? '')?.length ?? 0,
      }
      requests.push(request)
      const refused = refuse(request)
      const answer = refused ?? answerTo(request, url, body)
      const words = answer.words === undefined ? '' : JSON.stringify({ errors: [{ message: answer.words }] })
      const content = 'body' in answer && answer.body instanceof Buffer ? answer.body : Buffer.from(words)
      outgoing.writeHead(answer.status, answer.headers).end(incoming.method === 'HEAD' ? '' : content)
    })
    // A client that gives up has no answer coming.
    answered.catch(() => outgoing.destroy())
  })
  const port = await listen(server)
  return {
    host: `127.0.0.1:${port}`,
    requests,
    blobs,
    manifests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
