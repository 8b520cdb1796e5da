import { AppError } from '../../../shared/errors.ts'
import type { EngineConnection, EngineRequest } from './connection.ts'
import { refusalError } from './errors.ts'
import { NdjsonError, readNdjson } from './ndjson.ts'

/** One message of a pull, build, push or import (moby, `pkg/jsonmessage`). */
export interface EngineMessage {
  /** A line of the builder. */
  readonly stream: string | null
  readonly status: string | null
  /** A layer's short id, mostly. */
  readonly id: string | null
  readonly currentBytes: number | null
  readonly totalBytes: number | null
  /** What the operation made: `ID` of a build, `Digest` and `Size` of a push. */
  readonly aux: Readonly<Record<string, unknown>>
}

/**
 * Sends a request and reads its messages. An error among them ends it as the request's own `explain` says; closing the
 * generator ends the request. What counts as success is the caller's to see: `streamCut` is for a stream without it.
 */
export async function* followMessages(
  connection: EngineConnection,
  request: EngineRequest,
): AsyncGenerator<EngineMessage, void> {
  const { operation, explain } = request
  const answer = await connection.open(request)
  try {
    for await (const value of readNdjson(answer.chunks)) {
      if (!isObject(value)) continue
      const words = readError(value)
      if (words !== null) throw refusalError(operation, answer.status, words, explain)
      yield readMessage(value)
    }
  } catch (error) {
    throw error instanceof NdjsonError ? streamCut(operation) : error
  } finally {
    answer.close()
  }
}

export function streamCut(operation: string): AppError {
  return new AppError('engine-stream-cut', { operation })
}

type Value = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Value {
  return typeof value === 'object' && value !== null
}

/** Null when the message is no error. */
function readError(value: Value): string | null {
  const detail = value['errorDetail']
  if (isObject(detail) && typeof detail['message'] === 'string') return detail['message']
  return typeof value['error'] === 'string' ? value['error'] : null
}

function readMessage(value: Value): EngineMessage {
  const detail = isObject(value['progressDetail']) ? value['progressDetail'] : {}
  // Newer engines count the seconds of an extraction in the same place.
  const inBytes = detail['units'] === undefined || detail['units'] === ''
  return {
    stream: textOf(value['stream']),
    status: textOf(value['status']),
    id: textOf(value['id']),
    currentBytes: inBytes ? numberOf(detail['current']) : null,
    totalBytes: inBytes ? numberOf(detail['total']) : null,
    aux: isObject(value['aux']) ? value['aux'] : {},
  }
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 ? value : null
}
