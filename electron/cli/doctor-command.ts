import { existsSync } from 'node:fs'
import { createAccountStore } from '../adapters/store/accounts.ts'
import { closeDatabase, openDatabase } from '../adapters/store/open-database.ts'
import { registeredSecrets } from '../core/accounts/registered-secrets.ts'
import { createByteFormat } from '../../shared/model/bytes.ts'
import { CheckId, worstVerdict, type Finding } from '../../shared/model/doctor.ts'
import { findingReport, shownValues } from '../../shared/model/doctor-report.ts'
import type { FlagTable } from '../../shared/uaitrain/parse-arguments.ts'
import { databasePathOf } from '../services/data-paths.ts'
import { createDoctorService } from '../services/doctor-service.ts'
import type { CliTools } from './cli-tools.ts'
import { findAccount } from './find-account.ts'
import type { Texts } from './texts.ts'

export const doctorFlags = { account: { value: 'NAME' }, json: { value: null } } as const satisfies FlagTable

/** `doctor`: every finding as it is made, or all of them as one object; true unless there is a problem. */
export async function doctorCommand(
  values: ReadonlyMap<keyof typeof doctorFlags, string>,
  tools: CliTools,
): Promise<boolean> {
  const { environment, texts } = tools
  const asJson = values.has('json')
  const found = new Map<CheckId, Finding>()
  const waiting: CheckId[] = [...CheckId.options]
  for await (const batch of look(values.get('account'), tools)) {
    for (const finding of batch) found.set(finding.check, finding)
    // In the order of the checks, whichever is done first.
    for (let next = found.get(waiting[0] ?? 'engine'); next !== undefined; next = found.get(waiting[0])) {
      waiting.shift()
      if (!asJson) environment.writeOutput(describeFinding(next, texts))
      if (waiting[0] === undefined) break
    }
  }
  const findings = CheckId.options.flatMap((id) => found.get(id) ?? [])
  const verdict = worstVerdict(findings)
  if (asJson) environment.writeOutput(`${JSON.stringify({ verdict, findings })}\n`)
  else environment.writeOutput(`${texts(`doctor.summary.${verdict}`)}\n`)
  return verdict !== 'problem'
}

/** With the account of that name, or the only one. A look does not make the app's database where the app has not been started yet. */
async function* look(name: string | undefined, tools: CliTools): AsyncGenerator<readonly Finding[], void> {
  const { environment, adapters, redactor } = tools
  const { dataFolder, signal } = environment
  const { clock } = adapters
  const secrets = registeredSecrets(adapters.secrets, redactor)
  const account = name === undefined ? null : await findAccount(name, { dataFolder, clock })
  const path = databasePathOf(dataFolder)
  const database = existsSync(path) ? await openDatabase({ path, clock, onDamaged: () => undefined }) : null
  try {
    const accountStore = database === null ? { find: () => null, list: () => [] } : createAccountStore(database)
    const doctor = createDoctorService({ adapters, secrets, redactor, accountStore })
    const accounts = accountStore.list()
    const only = accounts.length === 1 ? accounts[0] : undefined
    yield* doctor.run({ accountId: account?.id ?? only?.id ?? null }, signal)
  } finally {
    if (database !== null) closeDatabase(database)
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
