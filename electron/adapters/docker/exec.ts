import type { Duplex } from 'node:stream'
import { once } from 'node:events'
import { AppError } from '../../../shared/errors.ts'
import type { ExecSpec, Terminal, TerminalSize } from '../../core/ports/container-work.ts'
import type { EngineConnection } from './connection.ts'
import { isObject, textOf } from './engine-stream.ts'

export type CreateExec = (
  id: string,
  options: { spec: ExecSpec; terminal: boolean },
  signal: AbortSignal,
) => Promise<string>

export async function createExec(
  connection: EngineConnection,
  options: { id: string; spec: ExecSpec; terminal: boolean; signal: AbortSignal },
): Promise<string> {
  const { id, spec, terminal, signal } = options
  const answer = await connection.call({
    operation: 'exec',
    method: 'POST',
    path: `/containers/${encodeURIComponent(id)}/exec`,
    body: {
      AttachStdin: terminal,
      AttachStdout: true,
      AttachStderr: true,
      Tty: terminal,
      Cmd: spec.command,
      Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
      ...(spec.user !== null && { User: spec.user }),
    },
    signal,
  })
  return (isObject(answer) ? textOf(answer['Id']) : null) ?? ''
}

/** One connection carries what is typed and what is shown; the size goes beside it. */
export async function openTerminal(
  connection: EngineConnection,
  create: CreateExec,
  options: { id: string; spec: ExecSpec & TerminalSize; signal: AbortSignal },
): Promise<Terminal> {
  const { id, spec, signal } = options
  const execId = await create(id, { spec, terminal: true }, signal)
  const path = `/exec/${encodeURIComponent(execId)}`
  const stream = await connection.openBothWays({
    operation: 'exec',
    method: 'POST',
    path: `${path}/start`,
    body: { Detach: false, Tty: true },
    signal,
  })
  const resize = async ({ columns, rows }: TerminalSize): Promise<void> => {
    await connection.call({
      operation: 'resize-terminal',
      method: 'POST',
      path: `${path}/resize`,
      query: { w: String(columns), h: String(rows) },
      // Of a program that has just ended.
      accept: [404, 409, 500],
      signal,
    })
  }
  await resize(spec)
  return {
    output: readOutput(stream),
    write: (bytes) => writeInput(stream, bytes),
    resize,
    close: () => void stream.destroy(),
  }
}

async function* readOutput(stream: Duplex): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const chunk of stream) yield chunk as Buffer
  } catch (error) {
    // Closed from here: that is an end like any other.
    if (!stream.destroyed) throw error
  }
}

async function writeInput(stream: Duplex, bytes: Uint8Array): Promise<void> {
  if (!stream.writable) throw new AppError('engine-stream-cut', { operation: 'exec' })
  if (!stream.write(bytes)) await Promise.race([once(stream, 'drain'), once(stream, 'close')])
}
