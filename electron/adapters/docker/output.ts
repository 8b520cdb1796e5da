import type { Engine } from '../../core/ports/engine.ts'
import type { OutputChunk } from '../../core/ports/container-work.ts'
import type { EngineAnswer, EngineConnection } from './connection.ts'
import { demultiplex } from './demultiplex.ts'
import { isObject } from './engine-stream.ts'

export interface ContainerOutput extends Pick<Engine, 'followOutput'> {
  /** Resolves once a `followOutput` of this container, if there is one, misses nothing any more. */
  whenListening(id: string): Promise<void>
}

interface Opened {
  readonly answer: EngineAnswer
  /** The engine's log is read, rather than the container itself. */
  readonly fromLog: boolean
}

/**
 * The output of containers. One that has not been started is attached to: every byte comes as it is written, half lines
 * and progress bars too. Of one that runs already the engine's log is read, from its beginning; it has whole lines only.
 */
export function createContainerOutput(connection: EngineConnection): ContainerOutput {
  const opening = new Map<string, Promise<Opened>>()

  const openLog = (id: string, follow: boolean, signal: AbortSignal): Promise<EngineAnswer> =>
    connection.open({
      operation: 'output',
      method: 'GET',
      path: `/containers/${encodeURIComponent(id)}/logs`,
      query: { follow: follow ? '1' : '0', stdout: '1', stderr: '1' },
      mayBeSilent: follow,
      signal,
    })

  const open = async (id: string, signal: AbortSignal): Promise<Opened> => {
    const path = `/containers/${encodeURIComponent(id)}`
    const container = await connection.call({
      operation: 'inspect-container',
      method: 'GET',
      path: `${path}/json`,
      signal,
    })
    const state = isObject(container) ? container['State'] : null
    const isNew = isObject(state) && state['Status'] === 'created'
    if (!isNew) return { answer: await openLog(id, true, signal), fromLog: true }
    const query = { stream: '1', stdout: '1', stderr: '1' }
    const attach = { operation: 'output', method: 'POST', path: `${path}/attach`, query, mayBeSilent: true } as const
    const answer = await connection.open({ ...attach, signal })
    return { answer, fromLog: false }
  }

  return {
    async *followOutput(id, signal) {
      const opened = open(id, signal)
      opening.set(id, opened)
      const readBytes = { out: 0, err: 0 }
      try {
        const { answer } = await opened
        for await (const chunk of demultiplex(answer.chunks)) {
          readBytes[chunk.source] += chunk.bytes.byteLength
          yield chunk
        }
      } finally {
        opening.delete(id)
        // A stream that never opened has nothing to close.
        await opened.then(
          ({ answer }) => answer.close(),
          () => undefined,
        )
      }
      if (!(await opened).fromLog) return
      // Engine 20.10 can end a followed log before its end when the container ends; the rest is read once more.
      const answer = await openLog(id, false, signal)
      try {
        yield* skipBytes(demultiplex(answer.chunks), readBytes)
      } finally {
        answer.close()
      }
    },

    async whenListening(id) {
      // Its failure is the follower's to tell.
      await opening.get(id)?.catch(() => undefined)
    },
  }
}

async function* skipBytes(
  chunks: AsyncIterable<OutputChunk>,
  readBytes: Readonly<Record<OutputChunk['source'], number>>,
): AsyncGenerator<OutputChunk, void> {
  const left = { ...readBytes }
  for await (const { source, bytes } of chunks) {
    const skipped = Math.min(left[source], bytes.byteLength)
    left[source] -= skipped
    if (skipped < bytes.byteLength) yield { source, bytes: bytes.subarray(skipped) }
  }
}
