import { AppError, isCancelled, type ErrorData } from '../../shared/errors.ts'
import { megabitsPerSecond, SpeedWay, type SpeedReport } from '../../shared/model/speed.ts'
import type { StoredAccount } from '../core/accounts/account-store.ts'
import type { SpeedService } from '../services/speed-service.ts'
import type { CliTools } from './cli-tools.ts'
import { describeError } from './describe-error.ts'
import type { Texts } from './texts.ts'

/** Why there is no figure: nobody to measure for, or what went wrong. */
export type SpeedAnswer = SpeedReport | { readonly error: ErrorData } | null

/** Null without an account. */
export async function askSpeed(
  speed: SpeedService,
  account: StoredAccount | null,
  { environment, redactor }: CliTools,
): Promise<SpeedAnswer> {
  if (account === null) return null
  try {
    const measuring = speed.measure({ accountId: account.id, projectId: null }, environment.signal)
    for (;;) {
      const step = await measuring.next()
      if (step.done === true) return step.value
    }
  } catch (error) {
    if (isCancelled(error) || !(error instanceof AppError)) throw error
    return { error: redactor.redactError((error as AppError).toData()) }
  }
}

export function describeSpeed(answer: SpeedAnswer, texts: Texts): string {
  const title = texts('doctor.speed.title')
  if (answer === null) return `– ${title}: ${texts('doctor.speed.noAccount')}\n`
  if ('error' in answer) return `✕ ${title}: ${describeError(answer.error, texts)}\n`
  const { host, latencyMs } = answer
  const ways = SpeedWay.options.map((way) => describeWay(way, answer, texts))
  const mark = SpeedWay.options.every((way) => answer[way].state === 'measured') ? '✓' : '!'
  return [`${mark} ${title}: ${texts('doctor.speed.latency', { host, ms: latencyMs })}`, ...ways, ''].join('\n')
}

function describeWay(way: SpeedWay, report: SpeedReport, texts: Texts): string {
  const outcome = report[way]
  const speed = outcome.state === 'measured' ? megabitsPerSecond(outcome) : 0
  const words = outcome.state === 'refused' ? outcome.words : ''
  return `    ${texts(`doctor.speed.${way}.${outcome.state}`, { speed, words })}`
}
