import { setTimeout as delay } from 'node:timers/promises'
import { AppError, cancelled, isCancelled } from '../../../shared/errors.ts'
import type { Engine } from '../../core/ports/engine.ts'
import type { CleanUp } from './clean-up.ts'
import type { EngineConnection } from './connection.ts'
import { followMessages, streamCut, textOf } from './engine-stream.ts'
import { buildError } from './errors.ts'
import { listImages, removeLeftovers } from './leftovers.ts'
import { encodeReference, splitReference } from './reference.ts'
import { whenAborted } from './when-aborted.ts'

type Builds = Pick<Engine, 'buildImage'>

/**
 * Builds by the classic builder, which every engine has without a session of BuildKit. The image gets its name only once
 * it is whole, so that a build given up never takes the name from the image of the last good one.
 */
export function createBuilds(connection: EngineConnection, cleanUp: CleanUp): Builds {
  let running = 0
  const claimed = new Set<string>()
  return {
    async *buildImage({ context, tag, labels, signal, network }) {
      running++
      const before = listImages(connection, { which: 'all', signal }).catch(() => null)
      const stepIds: string[] = []
      let contextBytes = 0
      let lastLine = ''
      let hasEnded = false
      let id: string | null = null
      let isNamed = false
      async function* countBytes(): AsyncGenerator<Uint8Array, void> {
        for await (const chunk of context) {
          contextBytes += chunk.byteLength
          yield chunk
        }
      }
      try {
        const messages = followMessages(connection, {
          operation: 'build',
          method: 'POST',
          path: '/build',
          query: {
            version: '1',
            dockerfile: 'Dockerfile',
            rm: '1',
            forcerm: '1',
            pull: '0',
            labels: JSON.stringify(labels),
            ...(network && { networkmode: network }),
          },
          upload: countBytes(),
          explain: buildError(tag),
          signal,
        })
        for await (const message of messages) {
          id = textOf(message.aux['ID']) ?? id
          const line = (message.stream ?? message.status ?? '').replace(/\s+$/, '')
          const stepId = /^ ---> ([0-9a-f]{12,64})$/.exec(line)?.[1]
          if (stepId !== undefined) stepIds.push(stepId)
          if (line === '') continue
          lastLine = line
          yield { type: 'line', text: line }
        }
        hasEnded = true
        if (id === null) throw streamCut('build')
        if (signal.aborted) throw cancelled()
        await orCancelled(nameImage(connection, { id, tag }), signal)
        isNamed = true
        return id
      } catch (error) {
        hasEnded ||= id !== null || (error instanceof AppError && error.code === 'build-failed')
        throw error
      } finally {
        running--
        if (!isNamed) {
          const builtId = id
          if (builtId !== null) claimed.add(builtId)
          const limitMs = hasEnded ? 0 : stepLimitMs(lastLine, contextBytes)
          const othersRun = (): boolean => running > 0
          await cleanUp.run(async () => {
            const known = await before
            if (known === null || stepIds.length === 0) return
            await removeLeftovers(connection, { before: known, builtId, stepIds, limitMs, claimed, othersRun })
          })
        }
      }
    },
  }
}

/** A step in a container ends with the container; one that copies goes on until everything is copied. */
function stepLimitMs(lastLine: string, contextBytes: number): number {
  const copiedBytesPerMs = 5_000
  return lastLine.includes('---> Running in ') ? 2_000 : 4_000 + contextBytes / copiedBytesPerMs
}

/** A name is given within milliseconds; only an engine that has gone silent is not waited for. */
async function orCancelled(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = whenAborted(signal)
  const given = work.then(() => true)
  try {
    await Promise.race([work, aborted.promise])
  } catch (error) {
    if (!isCancelled(error)) throw error
    const isNamed = await Promise.race([given.catch(() => false), delay(graceMs, false, { ref: false })])
    if (!isNamed) throw error
  } finally {
    aborted.dispose()
    given.catch(() => undefined)
  }
}

const graceMs = 500

async function nameImage(
  connection: EngineConnection,
  { id, tag }: { readonly id: string; readonly tag: string },
): Promise<void> {
  const { name, tag: tagPart } = splitReference(tag)
  await connection.call({
    operation: 'tag',
    method: 'POST',
    path: `/images/${encodeReference(id)}/tag`,
    query: { repo: name, tag: tagPart },
    // Never aborted: the engine would name the image all the same, and nobody would know that it did.
    signal: new AbortController().signal,
  })
}
