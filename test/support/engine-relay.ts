import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { findFreePort } from './ports.ts'

/** An address of the engine that a test can close, as if the engine had stopped. */
export interface EngineRelay {
  /** For `DOCKER_HOST`. */
  readonly address: string
  close(): Promise<void>
  /** Listens again at the same address. */
  open(): Promise<void>
}

export async function startEngineRelay(): Promise<EngineRelay> {
  const port = await findFreePort()
  const sockets = new Set<Socket>()
  let server: Server | null = null

  const pass = (client: Socket): void => {
    const engine = connect('/var/run/docker.sock')
    for (const [socket, other] of [
      [client, engine],
      [engine, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    client.pipe(engine).pipe(client)
  }

  const relay: EngineRelay = {
    address: `tcp://127.0.0.1:${port}`,
    open: () =>
      new Promise((resolve) => {
        server = createServer(pass).listen(port, '127.0.0.1', () => resolve())
      }),
    close: async () => {
      const closing = server
      server = null
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => (closing === null ? resolve(null) : closing.close(resolve)))
    },
  }
  await relay.open()
  return relay
}
