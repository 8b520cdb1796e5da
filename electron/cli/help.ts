import { packDefaults, packFlags } from '../../shared/uaitrain/pack-flags.ts'
import type { FlagSpec, FlagTable } from '../../shared/uaitrain/parse-arguments.ts'
import { checkFlags } from './check-command.ts'
import { doctorFlags } from './doctor-command.ts'
import { explainFlags } from './explain-command.ts'
import { scanFlags } from './scan-command.ts'
import { sandboxFlags } from './sandbox-command.ts'
import type { Texts } from './texts.ts'

const flagWidth = 30

export function describeProgram(texts: Texts): string {
  return [
    `${texts('cli.usageWord')}: uai-train-packer pack [-h] --code_path FOLDER --mainfile_path FILE …`,
    '       uai-train-packer check [-h] --code_path FOLDER --mainfile_path FILE …',
    '       uai-train-packer scan [-h] CODE_FOLDER [--json]',
    '       uai-train-packer explain [-h] FILE|- [--exit CODE] [--json]',
    '       uai-train-packer sandbox [-h] [--prepare]',
    '       uai-train-packer doctor [-h] [--account NAME] [--speed] [--json]',
    '       uai-train-packer --help | --version',
    '',
    texts('cli.help.program'),
    '',
    `  pack     ${texts('cli.help.pack')}`,
    `  check    ${texts('cli.help.check')}`,
    `  scan     ${texts('cli.help.scan')}`,
    `  explain  ${texts('cli.help.explain')}`,
    `  sandbox  ${texts('cli.help.sandbox')}`,
    `  doctor   ${texts('cli.help.doctor')}`,
    '',
    texts('cli.help.more'),
    '',
  ].join('\n')
}

export function describePack(texts: Texts): string {
  const table: FlagTable = packFlags
  const lines = Object.entries(table).map(([name, spec]) => describeFlag(name, spec, texts))
  return [
    `${texts('cli.usageWord')}: uai-train-packer pack [-h] ${packUsage}`,
    '',
    texts('cli.help.pack'),
    '',
    ...lines,
    '',
    texts('cli.help.secrets'),
    '',
  ].join('\n')
}

export function describeCheck(texts: Texts): string {
  const table: FlagTable = checkFlags
  const own: readonly string[] = ['cloud_gpu', 'try', 'json']
  return [
    `${texts('cli.usageWord')}: uai-train-packer check [-h] --code_path FOLDER --mainfile_path FILE`,
    '       (--ai_arch_v FRAMEWORK | --base_cpu IMAGE --base_gpu IMAGE) [--try] [--json] [...]',
    '',
    texts('cli.help.check'),
    '',
    ...Object.entries(table).map(([name, spec]) => {
      return describeFlag(name, spec, texts, own.includes(name) ? 'check' : 'flags')
    }),
    '',
    texts('cli.help.exitCodes'),
    '',
  ].join('\n')
}

export function describeScan(texts: Texts): string {
  return [
    `${texts('cli.usageWord')}: uai-train-packer scan [-h] CODE_FOLDER [--json]`,
    '',
    texts('cli.help.scan'),
    '',
    describeFlag('json', scanFlags.json, texts, 'scan'),
    '',
  ].join('\n')
}

export function describeExplain(texts: Texts): string {
  const table: FlagTable = explainFlags
  return [
    `${texts('cli.usageWord')}: uai-train-packer explain [-h] FILE|- [--exit CODE] [--json]`,
    '',
    texts('cli.help.explain'),
    '',
    ...Object.entries(table).map(([name, spec]) => describeFlag(name, spec, texts, 'explain')),
    '',
  ].join('\n')
}

export function describeSandbox(texts: Texts): string {
  return [
    `${texts('cli.usageWord')}: uai-train-packer sandbox [-h] [--prepare]`,
    '',
    texts('cli.help.sandbox'),
    '',
    describeFlag('prepare', sandboxFlags.prepare, texts),
    '',
  ].join('\n')
}

export function describeDoctor(texts: Texts): string {
  const table: FlagTable = doctorFlags
  return [
    `${texts('cli.usageWord')}: uai-train-packer doctor [-h] [--account NAME] [--speed] [--json]`,
    '',
    texts('cli.help.doctor'),
    '',
    ...Object.entries(table).map(([name, spec]) => describeFlag(name, spec, texts, 'doctor')),
    '',
  ].join('\n')
}

const packUsage = [
  '--public_key KEY --private_key KEY --ai_arch_v FRAMEWORK',
  '--uhub_username USER --uhub_password PASSWORD --uhub_registry REGISTRY --uhub_imagename NAME',
  '--code_path FOLDER --mainfile_path FILE --test_data_path FOLDER --test_output_path FOLDER [...]',
].join('\n       ')

/** `section` holds the words of the command's own flags. */
function describeFlag(name: string, { value }: FlagSpec, texts: Texts, section = 'flags'): string {
  const flag = `  --${name}${value === null ? '' : ` ${value}`}`
  const defaults: Readonly<Record<string, string>> = packDefaults
  const standard = defaults[name]
  const words = texts(`cli.${section}.${name}`)
  const text = standard === undefined ? words : `${words} (${texts('cli.help.default', { value: standard })})`
  return flag.length < flagWidth ? `${flag.padEnd(flagWidth)}${text}` : `${flag}\n${' '.repeat(flagWidth)}${text}`
}
