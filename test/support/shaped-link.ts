import { connect, createServer } from 'node:net'
import type { NetConnectOpts, Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { listen } from './ports.ts'

export interface LinkShape {
  /** In each direction, of all connections together. */
  readonly bitsPerSecond: number
  readonly roundTripMs: number
}

/** What a laptop far from its registry has. */
export const slowLink: LinkShape = { bitsPerSecond: 20_000_000, roundTripMs: 80 }

export interface ShapedLink {
  /** `127.0.0.1` with the port. */
  readonly host: string
  readonly port: number
  /** Bytes that went to the target. */
  sentBytes(): number
  /** Bytes that came back from it. */
  answeredBytes(): number
  stop(): Promise<void>
}

/** What a router on the way would keep before it makes the sender wait. */
const queueMs = 50

/** Passes connections on to a target over a link of a certain width and length. */
export async function startShapedLink(target: NetConnectOpts, shape: LinkShape = slowLink): Promise<ShapedLink> {
  const [there, back] = [new Direction(shape), new Direction(shape)]
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(target)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    // The other way round, what is still under way to the client comes first.
    client.on('close', () => upstream.destroy())
    // A connection is made once its handshake has gone there and back.
    void delay(shape.roundTripMs).then(() => there.pass(client, upstream))
    void back.pass(upstream, client)
  })
  const port = await listen(server)
  return {
    host: `127.0.0.1:${port}`,
    port,
    sentBytes: () => there.passedBytes,
    answeredBytes: () => back.passedBytes,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

class Direction {
  passedBytes = 0
  readonly #shape: LinkShape
  /** When everything that has come until now is on its way. */
  #freeAt = 0

  constructor(shape: LinkShape) {
    this.#shape = shape
  }

  async pass(from: Socket, to: Socket): Promise<void> {
    let delivered = Promise.resolve()
    const deliver = (deliverTo: () => void): void => {
      const arrivesAt = this.#freeAt + this.#shape.roundTripMs / 2
      delivered = delivered.then(() => delay(arrivesAt - performance.now())).then(deliverTo)
    }
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        const now = performance.now()
        this.#freeAt = Math.max(this.#freeAt, now) + (chunk.length * 8 * 1000) / this.#shape.bitsPerSecond
        deliver(() => {
          this.passedBytes += chunk.length
          to.write(chunk)
        })
        const queuedMs = this.#freeAt - now
        if (queuedMs > queueMs) await delay(queuedMs - queueMs)
      }
      deliver(() => to.end())
    } catch {
      to.destroy()
    }
  }
}
