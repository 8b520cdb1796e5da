import { createServer, request as sendRequest } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Transform } from 'node:stream'
import { listen } from './ports.ts'

export interface GateRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
}

interface Hold {
  readonly matches: (request: GateRequest) => boolean
  /** How much of the answer's body gets through; without it not even the request does. */
  readonly answerBytes?: number
}

/** An HTTP server that passes everything on to another of this machine, but for what it is told to hold. */
export interface Gate {
  /** With its port. */
  readonly host: string
  /** Resolves when the first such request is held. */
  hold(hold: Hold): Promise<void>
  /** Answers such requests itself from now on, those that are held too. */
  answer(matches: Hold['matches'], status: number, body: string): void
  /** Lets through what is held and all that comes. */
  open(): void
  stop(): Promise<void>
}

export async function startGate(targetPort: number): Promise<Gate> {
  let held: (Hold & { tell: () => void }) | null = null
  let answered: { matches: Hold['matches']; status: number; body: string } | null = null
  let waiting: (() => void)[] = []
  const untilOpen = (): Promise<void> => new Promise((resolve) => waiting.push(resolve))

  const stopAfter = ({ answerBytes = 0, tell }: Hold & { tell: () => void }): Transform => {
    let passed = 0
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        passed += chunk.length
        if (passed <= answerBytes) {
          done(null, chunk)
          return
        }
        tell()
        void untilOpen().then(() => {
          passed = -Infinity
          done(null, chunk)
        })
      },
    })
  }

  const pass = (incoming: IncomingMessage, outgoing: ServerResponse, through: Transform | null): void => {
    const { method, url: path, headers } = incoming
    const onward = sendRequest({ host: '127.0.0.1', port: targetPort, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      ;(through === null ? answer : answer.pipe(through)).pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => onward.destroy())
    incoming.pipe(onward)
  }

  const route = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const seen = { method: incoming.method ?? '', path: incoming.url ?? '' }
    if (answered?.matches(seen) === true) {
      incoming.resume()
      outgoing.writeHead(answered.status, { 'content-type': 'application/json' }).end(answered.body)
    } else if (held?.matches(seen) !== true) {
      pass(incoming, outgoing, null)
    } else if (held.answerBytes !== undefined) {
      pass(incoming, outgoing, stopAfter(held))
    } else {
      held.tell()
      void untilOpen().then(() => route(incoming, outgoing))
    }
  }

  const server = createServer(route)
  const port = await listen(server)
  const letGo = (): void => {
    held = null
    for (const go of waiting) go()
    waiting = []
  }
  const open = (): void => {
    answered = null
    letGo()
  }
  return {
    host: `127.0.0.1:${port}`,
    hold: (hold) => new Promise((resolve) => (held = { ...hold, tell: resolve })),
    answer: (matches, status, body) => {
      answered = { matches, status, body }
      letGo()
    },
    open,
    stop: async () => {
      open()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
