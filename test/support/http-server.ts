import { createServer } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { listen } from './ports.ts'

export interface SeenRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface GivenAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export interface TestServer {
  /** `127.0.0.1` with the port. */
  readonly host: string
  readonly requests: SeenRequest[]
  stop(): Promise<void>
}

/** A server on this machine that answers as it is told; `null` for not at all. */
export async function startTestServer(answer: (request: SeenRequest) => GivenAnswer | null): Promise<TestServer> {
  const requests: SeenRequest[] = []
  const server = createServer((incoming, outgoing) => {
    let body = ''
    incoming.setEncoding('utf8')
    incoming.on('data', (chunk: string) => (body += chunk))
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming
      const request = { method, path, headers, body }
      requests.push(request)
      const given = answer(request)
      if (given) outgoing.writeHead(given.status, given.headers).end(given.body)
    })
  })
  const port = await listen(server)
  return {
    host: `127.0.0.1:${port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
