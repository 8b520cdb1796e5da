import { connect, createServer } from 'node:net'
import type { NetConnectOpts, Socket } from 'node:net'
import { Transform } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { listen } from './ports.ts'

export interface FaultyProxy {
  readonly port: number
  /** Bytes that went to the target. */
  sentBytes(): number
  /** Bytes that came back from the target. */
  answeredBytes(): number
  /** Breaks every connection, and refuses those to come. */
  cut(): void
  stop(): Promise<void>
}

export interface FaultyProxyOptions {
  readonly bytesPerSecond?: number
  /** Each connection breaks once so much has gone to the target. */
  readonly cutAfterBytes?: number
}

/** Passes connections on to a target, as slowly as told, until it is cut. */
export async function startFaultyProxy(target: NetConnectOpts, options: FaultyProxyOptions = {}): Promise<FaultyProxy> {
  const sockets = new Set<Socket>()
  let sentBytes = 0
  let answeredBytes = 0
  let isCut = false
  const slow = (): Transform =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        const pauseMs = options.bytesPerSecond === undefined ? 0 : (chunk.length / options.bytesPerSecond) * 1000
        void delay(pauseMs, undefined, { ref: false }).then(() => done(null, chunk))
      },
    })
  const server = createServer((client) => {
    if (isCut) return client.destroy()
    const upstream = connect(target)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    client.on('close', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
    upstream.on('data', (chunk: Buffer) => (answeredBytes += chunk.length))
    let leftBytes = options.cutAfterBytes ?? Infinity
    const cutting = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        const passed = chunk.subarray(0, Math.min(chunk.length, leftBytes))
        leftBytes -= passed.length
        sentBytes += passed.length
        done(null, passed)
        if (leftBytes === 0) client.destroy()
      },
    })
    client.pipe(slow()).pipe(cutting).pipe(upstream)
    upstream.pipe(slow()).pipe(client)
    return undefined
  })
  const port = await listen(server)
  const cut = (): void => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  return {
    port,
    sentBytes: () => sentBytes,
    answeredBytes: () => answeredBytes,
    cut,
    stop: async () => {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
