import { createLineSplitter } from '../logs/lines.ts'
import type { Engine } from '../ports/engine.ts'

/** Runs a shell script as root in a container; its words come after it as its own. Gives back its lines and exit code. */
export async function runScript(options: {
  readonly engine: Pick<Engine, 'execute'>
  readonly container: string
  readonly script: string
  readonly words: readonly string[]
  readonly signal: AbortSignal
}): Promise<{ out: string[]; err: string[]; exitCode: number }> {
  const { engine, container, script, words, signal } = options
  const command = ['/bin/sh', '-c', script, 'sh', ...words]
  const splitters = { out: createLineSplitter(), err: createLineSplitter() }
  const lines: { out: string[]; err: string[] } = { out: [], err: [] }
  const output = engine.execute(container, { command, environment: {}, user: '0' }, signal)
  let step = await output.next()
  for (; step.done !== true; step = await output.next()) {
    lines[step.value.source].push(...splitters[step.value.source].push(step.value.bytes))
  }
  for (const source of ['out', 'err'] as const) lines[source].push(...splitters[source].end())
  return { ...lines, exitCode: step.value }
}
