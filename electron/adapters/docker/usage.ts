import type { ContainerUsage, Engine } from '../../core/ports/engine.ts'
import type { EngineConnection } from './connection.ts'
import { isObject, numberOf, streamCut, textOf } from './engine-stream.ts'
import { NdjsonError, readNdjson } from './ndjson.ts'

/** What containers use, as the engine measures it about once a second. */
export function createContainerUsage(connection: EngineConnection): Pick<Engine, 'followUsage'> {
  return {
    async *followUsage(id, signal) {
      const answer = await connection.open({
        operation: 'usage',
        method: 'GET',
        path: `/containers/${encodeURIComponent(id)}/stats`,
        query: { stream: '1' },
        mayBeSilent: true,
        signal,
      })
      try {
        for await (const value of readNdjson(answer.chunks)) {
          const usage = readUsage(value)
          // A container that has ended is measured on, as using nothing.
          if (usage === null) return
          yield usage
        }
      } catch (error) {
        throw error instanceof NdjsonError ? streamCut('usage') : error
      } finally {
        answer.close()
      }
    },
  }
}

/** Null for the empty measurement of a container that does not run. */
export function readUsage(value: unknown): ContainerUsage | null {
  const at = Date.parse(textOf(partOf(value, 'read')) ?? '')
  const memory = numberOf(partOf(value, 'memory_stats', 'usage'))
  if (Number.isNaN(at) || at < 0 || memory === null) return null
  // What the kernel keeps of files it gives back when it is needed; cgroups 2 and 1 name it so.
  const cached =
    numberOf(partOf(value, 'memory_stats', 'stats', 'inactive_file')) ??
    numberOf(partOf(value, 'memory_stats', 'stats', 'total_inactive_file')) ??
    0
  return {
    at,
    cpuMs: (numberOf(partOf(value, 'cpu_stats', 'cpu_usage', 'total_usage')) ?? 0) / 1e6,
    memoryBytes: Math.max(0, memory - cached),
    readBytes: blockBytes(value, 'read'),
    writtenBytes: blockBytes(value, 'write'),
  }
}

function blockBytes(value: unknown, operation: string): number {
  const entries = partOf(value, 'blkio_stats', 'io_service_bytes_recursive')
  if (!Array.isArray(entries)) return 0
  const ofOperation = entries.filter((entry) => textOf(partOf(entry, 'op'))?.toLowerCase() === operation)
  return ofOperation.reduce<number>((sum, entry) => sum + (numberOf(partOf(entry, 'value')) ?? 0), 0)
}

function partOf(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((part, name) => (isObject(part) ? part[name] : undefined), value)
}
