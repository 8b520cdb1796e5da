import { once } from 'node:events'
import { createAccountStore } from '../adapters/store/accounts.ts'
import type { Database } from '../adapters/store/open-database.ts'
import { createProjectStore } from '../adapters/store/projects.ts'
import { createAccountService } from '../core/accounts/account-service.ts'
import { registeredSecrets } from '../core/accounts/registered-secrets.ts'
import { sandboxFolderOf } from '../core/data-folder.ts'
import { createProjectService } from '../core/projects/project-service.ts'
import { createSandboxService } from '../services/sandbox-service.ts'
import type { SandboxService } from '../services/sandbox-service.ts'
import { sampleFolderOf } from '../services/sample-project.ts'
import { openCliData } from './cli-data.ts'
import type { CliTools } from './cli-tools.ts'
import type { FlagTable } from '../../shared/uaitrain/parse-arguments.ts'
import { createProgressLine } from './progress-line.ts'

export const sandboxFlags = { prepare: { value: null } } as const satisfies FlagTable

/**
 * `sandbox`: makes the sandbox with its account and sample project, and serves it until Ctrl-C; with `--prepare` it
 * ends as soon as everything is made.
 */
export async function sandboxCommand(values: ReadonlyMap<'prepare', string>, tools: CliTools): Promise<void> {
  const { environment, adapters, texts } = tools
  const data = await openCliData('rescue', tools)
  const sandbox = openSandbox(data.database, tools)
  try {
    await make(sandbox, tools)
    const backend = await adapters.secrets.backend()
    if (backend.kind === 'memory') environment.writeError(`${texts('cli.sandbox.memory')}\n`)
    if (values.has('prepare')) return
    environment.writeError(`${texts('cli.sandbox.running')}\n`)
    if (!environment.signal.aborted) await once(environment.signal, 'abort')
  } finally {
    await sandbox.close()
    data.close()
  }
}

async function make(sandbox: SandboxService, { environment, texts }: CliTools): Promise<void> {
  const progress = createProgressLine(environment, texts)
  try {
    const activities = sandbox.run(environment.signal)
    let step = await activities.next()
    for (; step.done !== true; step = await activities.next()) progress.show(step.value)
    progress.clear()
    const { uhubRegistry } = step.value
    const sample = sampleFolderOf(environment.dataFolder)
    environment.writeOutput(`${texts('cli.sandbox.ready', { account: 'Sandbox', registry: uhubRegistry, sample })}\n`)
  } finally {
    progress.clear()
  }
}

function openSandbox(database: Database, { environment, adapters, redactor }: CliTools): SandboxService {
  const { clock } = adapters
  const secrets = registeredSecrets(adapters.secrets, redactor)
  const accountStore = createAccountStore(database)
  const [isInUse, onChanged] = [() => false, () => undefined]
  return createSandboxService({
    folder: sandboxFolderOf(environment.dataFolder, environment.variables),
    sample: { from: environment.sampleFolder, to: sampleFolderOf(environment.dataFolder) },
    adapters,
    secrets,
    accountStore,
    accounts: createAccountService({ store: accountStore, secrets, isInUse, onChanged }),
    projects: createProjectService({ store: createProjectStore(database), clock, isInUse, onChanged }),
  })
}
