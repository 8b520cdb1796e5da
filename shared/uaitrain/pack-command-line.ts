import { AppError } from '../errors.ts'
import { defaultAccountSettings } from '../model/account.ts'
import type { AccountSecrets, AccountSettings } from '../model/account.ts'
import type { BaseChoice } from '../model/base-image.ts'
import { frameworkOf } from './combinations.ts'
import { commandLinesOf } from './command-lines.ts'
import type { ProjectSettings } from '../model/project.ts'
import { defaultIgnoreIds } from './default-ignores.ts'
import { packFlags } from './pack-flags.ts'
import type { PackFlag } from './pack-flags.ts'
import { accountSettingsOf, projectOfFlags } from './pack-values.ts'
import { parseArguments, UsageError } from './parse-arguments.ts'
import type { UsageProblem } from './parse-arguments.ts'
import { parseShellWords, quoteWord } from './shell-words.ts'

/** Everything that a command line for `pytorch_tool.py` says. */
export interface PackCommandLine {
  readonly project: ProjectSettings
  /** With defaults for what it does not say; without a name. */
  readonly account: AccountSettings
  /** The account it names with our `--account`. */
  readonly accountName: string | null
  readonly secrets: AccountSecrets
}

/** What the secrets of a printed command stand in for. */
export const secretVariables = { private_key: 'UAI_PRIVATE_KEY', uhub_password: 'UAI_UHUB_PASSWORD' } as const

/**
 * Reads a pasted `sudo python pytorch_tool.py pack …`, as it is found in a terminal or a script: prompts, lines that go
 * on in the next one, quotes. Paths stay as they are written. Throws `command-line-invalid`, `invalid-field`.
 */
export function parsePackCommandLine(text: string): PackCommandLine {
  try {
    const { values } = parseArguments(packFlags, packArguments(text))
    const [privateKey, uhubPassword] = [values.get('private_key') ?? '', values.get('uhub_password') ?? '']
    return {
      project: projectOfFlags(values, (path) => path),
      account: accountSettingsOf(values, null),
      accountName: values.get('account') ?? null,
      secrets: { ...(privateKey && { privateKey }), ...(uhubPassword && { uhubPassword }) },
    }
  } catch (error) {
    throw error instanceof UsageError ? usageFailure(error.problem) : error
  }
}

/** What comes after `pytorch_tool.py pack`, or that of another framework's tool, in whichever line that is. */
function packArguments(text: string): string[] {
  let hasOpenQuote = false
  for (const line of commandLinesOf(text)) {
    const words = parseShellWords(line)?.map(({ value }) => value)
    if (words === undefined) hasOpenQuote = true
    const tool =
      words?.findIndex((word) =>
        /(?:^|[/\\])(?:(?:pytorch|tf|keras|mxnet|caffe|base)_tool\.py|uai-train-packer)$/.test(word),
      ) ?? -1
    if (words !== undefined && tool >= 0 && words[tool + 1] === 'pack') return words.slice(tool + 2)
  }
  throw invalid(hasOpenQuote ? 'unclosed-quote' : 'not-a-pack', '')
}

/** The command line that packs this project with UCloud's tool; `secrets` left out are variables of the shell. */
export function formatPackCommandLine({ project, account, accountName, secrets }: PackCommandLine): string {
  const { base, packages } = project
  const unlessDefault = (name: keyof AccountSettings): string | null =>
    account[name] === defaultAccountSettings[name] ? null : account[name]
  const flags: [PackFlag, string | null][] = [
    ['account', accountName],
    ['public_key', unlessDefault('publicKey')],
    ['private_key', secrets.privateKey ?? null],
    ['project_id', unlessDefault('projectId')],
    ['region', unlessDefault('region')],
    ['zone', unlessDefault('zone')],
    ['api_url', unlessDefault('apiUrl')],
    ['uhub_host', unlessDefault('uhubHost')],
    ['uhub_internal_host', unlessDefault('uhubInternalHost')],
    ['ai_arch_v', base.kind === 'combination' ? base.aiFramework : null],
    ['os', base.kind === 'combination' ? base.os : null],
    ['python_version', base.kind === 'combination' ? base.python : null],
    ['base_cpu', base.kind === 'own' ? base.cpuImage : null],
    ['base_gpu', base.kind === 'own' ? base.gpuImage : null],
    ['acc_type', project.acceleratorType],
    ['uhub_username', unlessDefault('uhubUsername')],
    ['uhub_password', secrets.uhubPassword ?? null],
    ['uhub_registry', project.uhubRegistry],
    ['uhub_imagename', project.imageName],
    ['uhub_imagetag', project.imageTag],
    ['internal_uhub', String(project.internalUhub)],
    ['code_path', project.codePath],
    ['mainfile_path', project.mainFile],
    ['train_params', project.trainParams],
    ['solver', unlessEmpty(project.solver)],
    ['snapshot', unlessEmpty(project.snapshot)],
    ['test_data_path', project.testDataPath],
    ['test_output_path', project.testOutputPath],
    ['pip_packages', unlessEmpty(packages.pip.map(quoteWord).join(' '))],
    ['apt_packages', unlessEmpty(packages.apt.map(quoteWord).join(' '))],
    ['requirements_file', unlessEmpty(packages.requirementsFile)],
    ['pip_index_url', unlessEmpty(packages.indexUrl)],
    ['pip_trusted_host', unlessEmpty(packages.trustedHost)],
    ['package_proxy', unlessEmpty(packages.proxy)],
    ['python_link', unlessEmpty(packages.pythonLink)],
    ['smoke_seconds', project.smokeSeconds === null ? null : String(project.smokeSeconds)],
    ['num_gpus', project.numGpus === null ? null : String(project.numGpus)],
  ]
  const given = flags.flatMap(([flag, value]) => (value === null ? [] : `--${flag}${valueWord(value)}`))
  const keepsAll = defaultIgnoreIds.every((id) => project.ignore.disabledDefaults.includes(id))
  return [`sudo python ${toolOf(base)} pack`, ...given, ...(keepsAll ? ['--no_default_ignores'] : [])].join(' ')
}

/** UCloud has a tool for each framework; that for images of the user's own takes no pair of them. */
function toolOf(base: BaseChoice): string {
  const tools = { pytorch: 'pytorch', tensorflow: 'tf', keras: 'keras', mxnet: 'mxnet', caffe: 'caffe' } as const
  const framework = Object.entries(tools).find(([name]) => name === frameworkOf(base))
  return `${framework?.[1] ?? 'pytorch'}_tool.py`
}

function unlessEmpty(text: string): string | null {
  return text === '' ? null : text
}

/** A value that begins with a dash would be taken for the next flag. */
function valueWord(value: string): string {
  return value.startsWith('-') ? `=${quoteWord(value)}` : ` ${quoteWord(value)}`
}

function usageFailure(problem: UsageProblem): AppError {
  switch (problem.code) {
    case 'unknownFlag':
      return invalid('unknown-flag', problem.flag)
    case 'ambiguousFlag':
      return invalid('ambiguous-flag', problem.flag)
    case 'valueMissing':
      return invalid('value-missing', problem.flag)
    case 'valueUnwanted':
      return invalid('value-unwanted', problem.flag)
    case 'badChoice':
      return invalid('bad-value', problem.flag)
    case 'unexpected':
    case 'operandMissing':
    case 'badSecretLine':
    case 'unknownAccount':
    case 'missingFlags':
      return invalid('unexpected-word', '')
  }
}

type Reason = 'not-a-pack' | 'unclosed-quote' | 'unknown-flag' | 'ambiguous-flag'
type FlagReason = 'value-missing' | 'value-unwanted' | 'bad-value' | 'unexpected-word'

function invalid(reason: Reason | FlagReason, flag: string): AppError {
  return new AppError('command-line-invalid', { reason, flag })
}
