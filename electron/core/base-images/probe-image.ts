import { randomUUID } from 'node:crypto'
import { PythonFacts, type BaseFacts } from '../../../shared/model/base-facts.ts'
import type { Engine } from '../ports/engine.ts'
import { followMarked } from '../runs/follow-marked.ts'
import { ignoreCleanUpFailure } from '../runs/ignore-clean-up-failure.ts'
import { jobLabel } from '../runs/plan-test.ts'
import { probeScript, pythonProbe } from './probe-script.ts'

const platformPython = '/usr/bin/python'
/** A framework takes seconds to be imported, on a slow disk some more. */
const defaultLimitMs = 90_000

export interface ProbeOptions {
  readonly engine: Engine
  readonly signal: AbortSignal
  readonly limitMs?: number
}

type Found = Pick<BaseFacts, 'state' | 'python' | 'others' | 'places'>

/** Starts the Pythons of an image that the engine has, in a container without a network, and tells what they are. */
export async function probeImage(image: string, options: ProbeOptions): Promise<Found> {
  const { engine, signal, limitMs = defaultLimitMs } = options
  const mark = `uai-${randomUUID()} `
  const container = await engine.createContainer(
    {
      image,
      entrypoint: ['/bin/sh', '-c', probeScript, 'sh'],
      command: [mark, pythonProbe],
      mounts: [],
      environment: { PYTHONDONTWRITEBYTECODE: '1', TF_CPP_MIN_LOG_LEVEL: '3' },
      labels: { [jobLabel]: mark.trim() },
      runtime: null,
      network: 'none',
    },
    signal,
  )
  try {
    return await read(container, { ...options, limitMs, mark })
  } finally {
    await engine.removeContainer(container).catch(ignoreCleanUpFailure)
  }
}

async function read(
  container: string,
  { engine, signal, limitMs, mark }: ProbeOptions & { readonly limitMs: number; readonly mark: string },
): Promise<Found> {
  /** By path, in the order of the script; null until it has told of itself. */
  const found = new Map<string, PythonFacts | null>()
  const places: string[] = []
  let isComplete = false
  for await (const line of followMarked({ engine, container, mark, limitMs, signal })) {
    const space = line.indexOf(' ')
    const [kind, rest] = [line.slice(0, space), line.slice(space + 1)]
    if (kind === 'place') places.push(rest)
    if (kind === 'python') found.set(rest, null)
    if (kind === 'end') isComplete = true
    if (kind !== 'facts') continue
    const facts = PythonFacts.parse(JSON.parse(rest))
    found.set(facts.path, facts)
  }
  const python = found.get(platformPython)
  const others = [...found].flatMap(([path, facts]) => (path === platformPython || facts === null ? [] : [facts]))
  const state = !isComplete ? 'late' : python === undefined ? 'missing' : python === null ? 'broken' : 'fine'
  return { state, python: python ?? null, others, places: [...new Set(places)] }
}
