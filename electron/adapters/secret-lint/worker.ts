import { parentPort } from 'node:worker_threads'
import type { FoundSecret } from '../../core/ports/secrets.ts'
import { lintText } from './lint-text.ts'

export interface LintRequest {
  readonly id: number
  readonly path: string
  readonly text: string
}

/** `found` is null for a text that the rules failed at. */
export interface LintAnswer {
  readonly id: number
  readonly found: readonly FoundSecret[] | null
}

parentPort?.on('message', (request: LintRequest) => void answer(request))

async function answer({ id, path, text }: LintRequest): Promise<void> {
  const found = await lintText({ path, text }).catch(() => null)
  parentPort?.postMessage({ id, found } satisfies LintAnswer)
}
