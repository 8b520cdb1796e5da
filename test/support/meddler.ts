import { createServer, request as sendRequest } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { listen } from './ports.ts'

export interface MeddledRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

/** What becomes of a request instead of being passed on. */
export type Meddling =
  /** The connection breaks. */
  | 'cut'
  | { readonly answer: { status: number; headers?: Record<string, string>; body?: string } }
  /** Passed on as if it had asked for this instead. */
  | { readonly path: string }
  /** Passed on, but what comes back is changed. */
  | { readonly change: (answer: { headers: IncomingHttpHeaders; body: Buffer }) => Buffer }

/** A server between a client and a registry of this machine that plays tricks on both. */
export interface Meddler {
  /** With its port. */
  readonly host: string
  readonly requests: readonly MeddledRequest[]
  /** Asked about each request; null passes it on. */
  meddle: (request: MeddledRequest) => Meddling | null
  /** Bytes of content that clients have sent to uploads. */
  uploadedBytes(): number
  stop(): Promise<void>
}

export interface MeddlerOptions {
  /** As the servers before many registries do it: a request is passed on once all of it has come. */
  readonly buffersRequests?: boolean
}

export async function startMeddler(targetPort: number, options: MeddlerOptions = {}): Promise<Meddler> {
  const requests: MeddledRequest[] = []
  let uploadedBytes = 0
  let meddle: Meddler['meddle'] = () => null

  const passOn = (
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    meddling: Exclude<Meddling, 'cut'> | null,
  ): void => {
    const { method, headers } = incoming
    const path = meddling !== null && 'path' in meddling ? meddling.path : incoming.url
    const onward = sendRequest({ host: '127.0.0.1', port: targetPort, method, path, headers }, (answer) => {
      const status = answer.statusCode ?? 502
      if (meddling === null || !('change' in meddling)) {
        answer.pipe(outgoing.writeHead(status, answer.headers))
        return
      }
      void readAll(answer).then((body) => {
        const changed = meddling.change({ headers: answer.headers, body })
        if (body.length > 0) answer.headers['content-length'] = String(changed.length)
        outgoing.writeHead(status, answer.headers).end(changed)
      })
    })
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => onward.destroy())
    if (options.buffersRequests === true) {
      // What is cut off on its way here goes no further.
      readAll(incoming).then(
        (body) => onward.end(body),
        () => onward.destroy(),
      )
    } else {
      incoming.on('error', () => onward.destroy())
      incoming.pipe(onward)
    }
  }

  const server = createServer((incoming, outgoing) => {
    const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers }
    requests.push(request)
    const meddling = meddle(request)
    if (meddling === 'cut') {
      incoming.destroy()
      return
    }
    if (meddling !== null && 'answer' in meddling) {
      const { status, headers, body } = meddling.answer
      incoming.resume()
      incoming.on('end', () => outgoing.writeHead(status, headers).end(body))
      return
    }
    if (request.path.includes('/blobs/uploads/')) {
      incoming.on('data', (chunk: Buffer) => (uploadedBytes += chunk.length))
    }
    passOn(incoming, outgoing, meddling)
  })
  const port = await listen(server)
  return {
    host: `127.0.0.1:${port}`,
    requests,
    get meddle() {
      return meddle
    },
    set meddle(next) {
      meddle = next
    },
    uploadedBytes: () => uploadedBytes,
    stop: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}
