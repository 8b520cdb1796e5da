import { jsonLine } from '../../shared/text/foreign-text.ts'
import { AccountId } from '../../shared/model/ids.ts'
import type { PackResult } from '../../shared/model/pack.ts'
import { commandFileName, commandFileText } from '../../shared/uaitrain/commands.ts'
import { accountSettingsOf } from '../../shared/uaitrain/pack-values.ts'
import type { PackValues } from '../../shared/uaitrain/pack-values.ts'
import { createSandbox } from '../adapters/sandbox/sandbox.ts'
import type { StoredAccount } from '../core/accounts/account-store.ts'
import { registeredSecrets } from '../core/accounts/registered-secrets.ts'
import { sandboxFolderOf } from '../core/data-folder.ts'
import type { PackSecrets } from '../core/pack/pack-context.ts'
import { planPack } from '../core/pack/plan.ts'
import { runPack } from '../core/pack/run-pack.ts'
import { nameAccount } from '../services/name-account.ts'
import { packRequestOf } from '../services/pack-request.ts'
import type { CliTools } from './cli-tools.ts'
import { findAccount } from './find-account.ts'
import { openPackHistory, tellNotRemembered, withoutHistory, type PackHistory } from './pack-history.ts'
import { checkRequired, projectOf } from './pack-input.ts'
import { createProgressLine } from './progress-line.ts'
import { readSecrets } from './read-secrets.ts'

/** `pack`: what the tool's own `pack` does, with its words on standard output. */
export async function packCommand(values: PackValues, tools: CliTools): Promise<void> {
  const { environment, texts, adapters, redactor } = tools
  const given = await readSecrets(values, environment, texts)
  for (const secret of [given.privateKey, given.uhubPassword]) redactor.register(secret ?? '')
  if (given.visibleFlags.length > 0) {
    environment.writeError(`${texts('cli.visibleSecret', { flags: given.visibleFlags.join(', ') })}\n`)
  }
  checkRequired(values, { privateKey: given.privateKey !== null, uhubPassword: given.uhubPassword !== null })

  const name = values.get('account')
  const kept = name === undefined ? null : await findAccount(name, tools)
  const account = {
    id: kept?.id ?? AccountId.parse('command-line'),
    settings: accountSettingsOf(values, kept?.settings ?? null),
  }
  const project = projectOf(values, environment.currentFolder)
  const request = packRequestOf({ project, account, push: !values.has('no_push') })
  const plan = planPack(request)
  const secrets = await packSecrets(given, kept, tools)

  const sandbox = await startSandbox(kept, tools)
  const progress = createProgressLine(environment, texts)
  const history = await openHistory(tools)
  try {
    const { redact } = redactor
    const result = await history.run({
      request,
      work: (context) => runPack(plan, { ...adapters, ...context, secrets, baseImageCache: new Map(), redact }),
      onActivity: (activity) => progress.show(activity),
    })
    progress.clear()
    environment.writeOutput(values.has('json') ? jsonLine(result) : describeResult(result))
  } catch (error) {
    throw nameAccount(error, account.settings.name)
  } finally {
    progress.clear()
    await history.close()
    await sandbox?.close()
  }
}

/** A pack that cannot be remembered is made all the same. */
async function openHistory(tools: CliTools): Promise<PackHistory> {
  try {
    return await openPackHistory(tools)
  } catch (error) {
    tellNotRemembered(error, tools)
    return withoutHistory(tools.environment.signal)
  }
}

/** Those of the account in the keychain, unless they are given here. */
async function packSecrets(given: PackSecrets, kept: StoredAccount | null, tools: CliTools): Promise<PackSecrets> {
  if (kept === null) return { privateKey: given.privateKey, uhubPassword: given.uhubPassword }
  const secrets = registeredSecrets(tools.adapters.secrets, tools.redactor)
  return {
    privateKey: given.privateKey ?? (await secrets.get(kept.id, 'privateKey')),
    uhubPassword: given.uhubPassword ?? (await secrets.get(kept.id, 'uhubPassword')),
  }
}

/**
 * The account of the sandbox is of use only while its servers run. They take the secrets it was made with, whatever
 * the command line gives: those are what the servers are to check.
 */
async function startSandbox(kept: StoredAccount | null, tools: CliTools): Promise<{ close(): Promise<void> } | null> {
  if (kept?.settings.kind !== 'sandbox') return null
  const { adapters, environment } = tools
  const { privateKey, uhubPassword } = await packSecrets({ privateKey: null, uhubPassword: null }, kept, tools)
  if (privateKey === null || uhubPassword === null) return null
  const sandbox = createSandbox({ ...adapters, folder: sandboxFolderOf(environment.dataFolder, environment.variables) })
  try {
    await sandbox.start({ privateKey, uhubPassword }, environment.signal)
    return sandbox
  } catch (error) {
    await sandbox.close()
    throw error
  }
}

/** The tool's own standard output: the base images, the three commands and where they are. */
function describeResult({ baseImages, commands }: PackResult): string {
  const names = [baseImages.gpu, baseImages.cpu].filter((name) => name !== null)
  const images = names.map((image) => `${image}\n`).join('')
  return `${images}${commandFileText(commands)}You can check these cmd later in file: ${commandFileName}\n`
}
