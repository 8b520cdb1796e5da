import type { Engine } from '../../core/ports/engine.ts'
import type { EngineConnection } from './connection.ts'
import { isObject, textOf } from './engine-stream.ts'

/** 404: gone, 409: not running any more. */
const settledStatuses = [404, 409]
const never = new AbortController().signal

/**
 * Signals to what runs in a container. The engine tells the first process only, which is the shell of the command: it
 * passes nothing on. A terminal's Ctrl+C reaches every process, so a second shell tells the others.
 */
export function createContainerSignals(connection: EngineConnection): Pick<Engine, 'signalContainer'> {
  const kill = async (id: string, name: string): Promise<void> => {
    await connection.call({
      operation: 'signal-container',
      method: 'POST',
      path: `/containers/${encodeURIComponent(id)}/kill`,
      query: { signal: name },
      accept: settledStatuses,
      signal: never,
    })
  }

  const interruptAll = async (id: string): Promise<void> => {
    const made = await connection.call({
      operation: 'signal-container',
      method: 'POST',
      path: `/containers/${encodeURIComponent(id)}/exec`,
      body: { Cmd: ['/bin/bash', '-c', 'kill -INT -1'], User: '0' },
      accept: settledStatuses,
      signal: never,
    })
    const execution = isObject(made) ? textOf(made['Id']) : null
    if (execution === null) return
    await connection.call({
      operation: 'signal-container',
      method: 'POST',
      path: `/exec/${execution}/start`,
      body: { Detach: true },
      accept: settledStatuses,
      signal: never,
    })
  }

  return {
    async signalContainer(id, name) {
      if (name === 'SIGINT') await interruptAll(id)
      await kill(id, name)
    },
  }
}
