import { platformFlags } from '../../../shared/uaitrain/platform-arguments.ts'
import { parseShellWords } from '../../../shared/uaitrain/shell-words.ts'
import { findingAt, type Finding } from './finding.ts'
import { stringOf, textOf, type Call, type PythonSource } from './python-source.ts'

interface Option {
  readonly call: Call
  readonly source: PythonSource
  readonly flags: readonly string[]
}

/** Does the script take what the platform passes, and is all that it asks for given? */
export function checkArguments(sources: readonly PythonSource[], trainParams: string): Finding[] {
  const calls = sources.flatMap((source) => source.calls.map((call) => ({ call, source })))
  const strict = calls.find(({ call, source }) => isStrict(call, source))
  const takesOthers = calls.some(({ call }) => ['parse_known_args', 'add_uai_args'].includes(call.name))
  const added = calls.filter(({ call }) => call.name === 'add_argument' || call.name === 'add_option')
  const options = added.flatMap(({ call, source }) => optionOf(call, source))
  // Names that are put together while the script runs cannot be read.
  if (strict === undefined || takesOthers || options.length < added.length) return []
  const flags = options.flatMap((option) => option.flags)
  const missing = platformFlags.filter((wanted) => !isTaken(wanted, flags))
  const findings = valueless(options)
  if (missing.length > 0) {
    findings.unshift(findingAt('argument-missing', strict.source, strict.call.node.from, missing.join(' ')))
  }
  return [...findings, ...notGiven(options, trainParams)]
}

/** Refuses what it does not know, of what the process was started with. */
function isStrict({ name, positional, keywords }: Call, source: PythonSource): boolean {
  if (name !== 'parse_args') return false
  const given = positional[0] ?? keywords.get('args')
  return given === undefined || /^(?:sys\.)?argv(?:\[1:\])?$|^None$/.test(textOf(source, given))
}

function optionOf(call: Call, source: PythonSource): Option[] {
  const flags = call.positional.map((node) => stringOf(source, node))
  const known = flags.filter((flag) => flag !== null)
  return known.length < flags.length || known.length === 0 ? [] : [{ call, source, flags: known }]
}

/** argparse takes the beginning of a name, if it is that of one name alone. */
function isTaken(wanted: string, flags: readonly string[]): boolean {
  return flags.includes(wanted) || flags.filter((flag) => flag.startsWith(wanted)).length === 1
}

function valueless(options: readonly Option[]): Finding[] {
  return options.flatMap(({ call, source, flags }) => {
    const action = stringOf(source, call.keywords.get('action')) ?? ''
    const flag = flags.find((one) => platformFlags.some((wanted) => wanted === one))
    if (flag === undefined || !/^store_(?:true|false|const)$|^count$/.test(action)) return []
    return [findingAt('argument-flag', source, call.node.from, flag)]
  })
}

function notGiven(options: readonly Option[], trainParams: string): Finding[] {
  const given = (parseShellWords(trainParams) ?? []).map(({ value }) => value.replace(/=.*$/s, ''))
  return options.flatMap(({ call, source, flags }) => {
    const required = call.keywords.get('required')
    const isRequired = required !== undefined && textOf(source, required) === 'True'
    const all = [...platformFlags, ...given]
    if (!isRequired || flags.some((flag) => all.some((one) => one === flag))) return []
    return [findingAt('argument-required', source, call.node.from, flags.at(-1) ?? '')]
  })
}
