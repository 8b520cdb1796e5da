import { jsonLine } from '../../shared/text/foreign-text.ts'
import { createAccountStore } from '../adapters/store/accounts.ts'
import { createProjectStore } from '../adapters/store/projects.ts'
import { keepMeasured } from '../adapters/store/uploads.ts'
import type { StoredAccount } from '../core/accounts/account-store.ts'
import { registeredSecrets } from '../core/accounts/registered-secrets.ts'
import type { ErrorData } from '../../shared/errors.ts'
import { createByteFormat } from '../../shared/model/bytes.ts'
import { CheckId, worstVerdict, type Finding } from '../../shared/model/doctor.ts'
import { findingReport, shownValues } from '../../shared/model/doctor-report.ts'
import type { FlagTable } from '../../shared/uaitrain/parse-arguments.ts'
import { createDoctorService, type DoctorService } from '../services/doctor-service.ts'
import { createSpeedService, type SpeedService } from '../services/speed-service.ts'
import { lookOrTell } from './cli-data.ts'
import type { CliTools } from './cli-tools.ts'
import { describeError } from './describe-error.ts'
import { askSpeed, describeSpeed } from './doctor-speed.ts'
import { findAccount } from './find-account.ts'
import type { Texts } from './texts.ts'

export const doctorFlags = {
  account: { value: 'NAME' },
  speed: { value: null },
  json: { value: null },
} as const satisfies FlagTable

/**
 * `doctor`: every finding as it is made, or all of them as one object, and how fast the registry is if that is asked for;
 * true unless there is a problem.
 */
export async function doctorCommand(
  values: ReadonlyMap<keyof typeof doctorFlags, string>,
  tools: CliTools,
): Promise<boolean> {
  const { environment, texts } = tools
  const asJson = values.has('json')
  return withDoctor(values.get('account'), tools, async ({ doctor, speed, account, problem }) => {
    const findings = await tellFindings(
      doctor.run({ accountId: account?.id ?? null }, environment.signal),
      tools,
      asJson,
    )
    const verdict = problem === null ? worstVerdict(findings) : 'problem'
    const asksSpeed = values.has('speed')
    if (!asJson) environment.writeOutput(`${texts(`doctor.summary.${verdict}`)}\n`)
    if (asksSpeed && !asJson && account !== null) environment.writeError(`${texts('doctor.speed.measuring')}\n`)
    const answer = asksSpeed ? await askSpeed(speed, account, tools) : null
    if (asJson) {
      environment.writeOutput(
        jsonLine({ verdict, findings, ...(problem && { data: problem }), ...(asksSpeed && { speed: answer }) }),
      )
    } else if (asksSpeed) environment.writeOutput(describeSpeed(answer, texts))
    const isUnmeasured = asksSpeed && (answer === null || 'error' in answer)
    return verdict !== 'problem' && !isUnmeasured
  })
}

async function tellFindings(
  looking: AsyncIterable<readonly Finding[]>,
  { environment, texts }: CliTools,
  asJson: boolean,
): Promise<Finding[]> {
  const found = new Map<CheckId, Finding>()
  const waiting: CheckId[] = [...CheckId.options]
  for await (const batch of looking) {
    for (const finding of batch) found.set(finding.check, finding)
    // In the order of the checks, whichever is done first.
    for (let next = found.get(waiting[0] ?? 'engine'); next !== undefined; next = found.get(waiting[0])) {
      waiting.shift()
      if (!asJson) environment.writeOutput(describeFinding(next, texts))
      if (waiting[0] === undefined) break
    }
  }
  return CheckId.options.flatMap((id) => found.get(id) ?? [])
}

interface Doctor {
  readonly doctor: DoctorService
  readonly speed: SpeedService
  /** The one of that name, or the only one. */
  readonly account: StoredAccount | null
  /** What keeps the app's database from being looked at; null without. */
  readonly problem: ErrorData | null
}

/** A look does not make the app's database where the app has not been started yet. */
async function withDoctor<Result>(
  name: string | undefined,
  tools: CliTools,
  use: (doctor: Doctor) => Promise<Result>,
): Promise<Result> {
  const { environment, adapters, redactor, texts } = tools
  const secrets = registeredSecrets(adapters.secrets, redactor)
  const named = name === undefined ? null : await findAccount(name, tools)
  const problems: ErrorData[] = []
  const data = await lookOrTell(tools, (error) => {
    problems.push(error)
    environment.writeError(`${texts('cli.error', { message: describeError(error, texts) })}\n`)
  })
  const database = data?.database ?? null
  try {
    const accountStore = database === null ? { find: () => null, list: () => [] } : createAccountStore(database)
    const projectStore = database === null ? { list: () => [] } : createProjectStore(database)
    const accounts = accountStore.list()
    return await use({
      doctor: createDoctorService({ adapters, secrets, redactor, accountStore }),
      speed: createSpeedService({
        ...{ adapters, secrets, redactor, accountStore, projectStore },
        keep: (host, upload) => {
          if (database !== null) keepMeasured(database, host, upload)
        },
      }),
      problem: problems[0] ?? null,
      account: named ?? (accounts.length === 1 ? (accounts[0] ?? null) : null),
    })
  } finally {
    data?.close()
  }
}

function describeFinding(finding: Finding, texts: Texts): string {
  const values = shownValues(finding, createByteFormat('en'))
  const cureKey = `doctor.cures.${finding.code}`
  const cure = texts(cureKey)
  return findingReport(finding, {
    name: texts(`doctor.checks.${finding.check}`),
    seen: texts(`doctor.seen.${finding.code}`, values),
    cure: cure === cureKey ? null : cure,
  })
}
