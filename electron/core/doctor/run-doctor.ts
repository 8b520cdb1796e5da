import { isCancelled, remoteWords } from '../../../shared/errors.ts'
import { verdictOfCode, type CheckId, type Finding } from '../../../shared/model/doctor.ts'
import { merge } from '../async/merge.ts'
import { TimeLimitError, withTimeLimit } from '../async/time-limit.ts'
import type { Check, CheckContext, DoctorTools, Outcome } from './check.ts'
import { checks } from './checks.ts'
import { askEngine, findEngineFacts, type EngineAnswer, type EngineFacts } from './engine-facts.ts'

const checkTimeoutMs = 5_000

export interface DoctorOptions {
  readonly tools: DoctorTools
  /** All of them without it. */
  readonly only?: readonly CheckId[] | undefined
  readonly signal: AbortSignal
  readonly timeoutMs?: number
}

/** Makes all checks at once, and yields what each finds as soon as it is done. A check never fails: it finds. */
export async function* runDoctor(options: DoctorOptions): AsyncGenerator<Finding, void> {
  const { tools, only, signal, timeoutMs = checkTimeoutMs } = options
  let facts: Promise<EngineFacts> | undefined
  let answer: Promise<EngineAnswer> | undefined
  const engineFacts = (): Promise<EngineFacts> => (facts ??= findEngineFacts(tools.machine))
  const engineAnswer = (): Promise<EngineAnswer> =>
    (answer ??= engineFacts().then(({ place }) => askEngine(tools.engine, place.address, signal)))
  const wanted = checks.filter(({ id }) => only === undefined || only.includes(id))
  const branches = wanted.map((check) => (stop: AbortSignal) => {
    return examine(check, { ...tools, engineFacts, engineAnswer, signal: AbortSignal.any([stop]) }, timeoutMs)
  })
  yield* merge(branches, signal)
}

/** One check by itself. */
export async function makeCheck(id: CheckId, options: Omit<DoctorOptions, 'only'>): Promise<Finding> {
  for await (const finding of runDoctor({ ...options, only: [id] })) return finding
  throw new Error(`no check is called ${id}`)
}

async function* examine(check: Check, context: CheckContext, timeoutMs: number): AsyncGenerator<Finding, void> {
  const startedAt = performance.now()
  const outcome = await outcomeOf(check, context, timeoutMs)
  yield {
    check: check.id,
    code: outcome.code,
    verdict: verdictOfCode[outcome.code],
    values: { ...outcome.values },
    words: outcome.words === undefined || outcome.words === '' ? null : outcome.words,
    cures: [...(outcome.cures ?? [])],
    tookMs: Math.round(performance.now() - startedAt),
  }
}

async function outcomeOf(check: Check, context: CheckContext, timeoutMs: number): Promise<Outcome> {
  try {
    return await withTimeLimit({ signal: context.signal, timeoutMs }, (signal) => check.run({ ...context, signal }))
  } catch (error) {
    if (isCancelled(error)) throw error
    if (error instanceof TimeLimitError) return { code: 'unanswered', values: { seconds: timeoutMs / 1000 } }
    return { code: 'check-failed', words: remoteWords(error) || String(error) }
  }
}
