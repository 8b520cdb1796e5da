import type { ErrorData, ErrorDetails } from '../../shared/errors.ts'
import type { FieldName } from '../../shared/model/field.ts'
import type { PackFlag } from '../../shared/uaitrain/pack-flags.ts'
import type { UsageProblem } from '../../shared/uaitrain/parse-arguments.ts'
import type { Texts } from './texts.ts'

/** Where a field comes from on the command line; the others are made by the command itself. */
const flagOfField: Partial<Record<FieldName, PackFlag>> = {
  publicKey: 'public_key',
  privateKey: 'private_key',
  projectId: 'project_id',
  region: 'region',
  zone: 'zone',
  apiUrl: 'api_url',
  uhubUsername: 'uhub_username',
  uhubPassword: 'uhub_password',
  uhubHost: 'uhub_host',
  uhubInternalHost: 'uhub_internal_host',
  account: 'account',
  name: 'uhub_imagename',
  codePath: 'code_path',
  mainFile: 'mainfile_path',
  base: 'ai_arch_v',
  baseCpu: 'base_cpu',
  baseGpu: 'base_gpu',
  uhubRegistry: 'uhub_registry',
  imageName: 'uhub_imagename',
  imageTag: 'uhub_imagetag',
  acceleratorType: 'acc_type',
  trainParams: 'train_params',
  solver: 'solver',
  snapshot: 'snapshot',
  pipPackages: 'pip_packages',
  aptPackages: 'apt_packages',
  requirementsFile: 'requirements_file',
  pipIndexUrl: 'pip_index_url',
  pipTrustedHost: 'pip_trusted_host',
  packageProxy: 'package_proxy',
  pythonLink: 'python_link',
  testDataPath: 'test_data_path',
  testOutputPath: 'test_output_path',
  numGpus: 'num_gpus',
  smokeSeconds: 'smoke_seconds',
}

/** What happened, in the remote's words if it has any, and what to do about it: all on one line. */
export function describeError(error: ErrorData, texts: Texts): string {
  const { title, cure } = titleAndCure(error, texts)
  const words = 'words' in error.details ? error.details.words : ''
  return joinSentences([title, words, cure])
}

export function describeUsageProblem(problem: UsageProblem, texts: Texts): string {
  const { code, ...rest } = problem
  const values = Object.entries(rest).map(([name, value]): [string, string] => [
    name,
    Array.isArray(value) ? value.join(', ') : String(value),
  ])
  return texts(`cli.usage.${code}`, Object.fromEntries(values))
}

function titleAndCure(error: ErrorData, texts: Texts): { title: string; cure: string } {
  const key = `errors.${error.code}`
  if (error.code === 'invalid-field') {
    const { field, problem, value } = error.details
    const flag = flagOfField[field]
    const name = flag === undefined ? texts(`fields.${field}`) : `--${flag}`
    return {
      title: texts(`${key}.title`, { field: name, reason: texts(`problems.${problem}.reason`, { value }) }),
      cure: texts(`problems.${problem}.cure`, { value }),
    }
  }
  const values = valuesOf(error, texts)
  const cureKey = cureKeyOf(error)
  const cure = texts(cureKey, values)
  // A RetCode that is nowhere documented has no words of its own.
  return { title: texts(`${key}.title`, values), cure: cure === cureKey ? texts(`${key}.cure`, values) : cure }
}

function valuesOf(error: ErrorData, texts: Texts): Record<string, string> {
  const values = Object.fromEntries(Object.entries(error.details).map(([name, value]) => [name, String(value)]))
  if (error.code === 'not-found' || error.code === 'in-use') values['what'] = texts(`things.${error.details.what}`)
  if (error.code === 'smoke-failed') values['reason'] = texts(smokeKeys(error.details).reason, values)
  if (error.code === 'secret-missing') values['field'] = texts(`fields.${error.details.field}`)
  return values
}

/** Those of the known failure, where it is one, else those of the rung. */
function smokeKeys({ rung, failure }: ErrorDetails<'smoke-failed'>): { reason: string; cure: string } {
  if (failure !== '') return { reason: `explain.failures.${failure}.title`, cure: `explain.failures.${failure}.cure` }
  return { reason: `errors.smoke-failed.rungs.${rung}.reason`, cure: `errors.smoke-failed.rungs.${rung}.cure` }
}

function cureKeyOf(error: ErrorData): string {
  if (error.code === 'ucloud-refused') return `ucloud.retCodes.${error.details.retCode}`
  if (
    error.code === 'sandbox-unavailable' ||
    error.code === 'command-line-invalid' ||
    error.code === 'install-failed'
  ) {
    return `errors.${error.code}.reasons.${error.details.reason}`
  }
  if (error.code === 'smoke-failed') return smokeKeys(error.details).cure
  return `errors.${error.code}.cure`
}

function joinSentences(parts: readonly string[]): string {
  return (
    parts
      .map((part) => part.replace(/\s+/g, ' ').trim())
      .filter((part) => part !== '')
      .map((part) => (/[.。!?！？]$/.test(part) ? part : `${part}.`))
      .join(' ')
      .replace(/(?<=\p{Script=Han}[^.]?)\./gu, '。')
      // Its full stop is as wide as a letter: no space comes after it.
      .replace(/(?<=[。！？]) /gu, '')
  )
}
