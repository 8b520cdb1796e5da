import type { EngineConnection } from './connection.ts'
import { isObject } from './engine-stream.ts'

type Content = Readonly<Record<string, unknown>>

/** What an engine says of itself. It starts programs to find that out, which takes it longer than all that is small. */
export interface EngineInfo {
  ask(signal: AbortSignal): Promise<Content>
  /** As it was a minute ago at most. */
  recent(signal: AbortSignal): Promise<Content>
}

/** An engine is upgraded less often. */
export const recentMs = 60_000

export function createEngineInfo(connection: EngineConnection): EngineInfo {
  let last: { readonly content: Content; readonly at: number } | null = null
  const ask = async (signal: AbortSignal): Promise<Content> => {
    const answer = await connection.call({ operation: 'info', method: 'GET', path: '/info', signal })
    const content = isObject(answer) ? answer : {}
    last = { content, at: performance.now() }
    return content
  }
  return {
    ask,
    recent: async (signal) => (last !== null && performance.now() - last.at < recentMs ? last.content : ask(signal)),
  }
}
