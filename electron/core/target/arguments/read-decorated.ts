import { childrenOf, decoratorsOf, stringOf, textOf, type Call, type PythonSource } from '../python-source.ts'
import type { OwnFunction, Reach } from '../reach.ts'
import type { GivenWords } from './command-line.ts'
import { required, valueless, type Place, type Reading } from './reading.ts'

/** What click, typer and hydra make of functions that are decorated for them. */
export function readDecorated(functions: readonly OwnFunction[], reach: Reach, given: GivenWords): Reading[] {
  return functions.flatMap((one) => {
    if (!reach.isReached(one.source, one.node.from + 1)) return []
    const decorators = decoratorsOf(one.source, one.node)
    const hydra = decorators.find(({ callee }) => /^(?:hydra\.main|hydra_runner)$/.test(callee))
    if (hydra !== undefined && importsFrom(one.source, 'hydra')) return [readHydra(one.source, hydra)]
    const command = decorators.find(({ name }) => name === 'command' || name === 'group')
    if (command === undefined) return []
    if (importsFrom(one.source, 'click')) return [readClick(one, command, decorators, given)]
    return []
  })
}

export function importsFrom({ text }: PythonSource, module: string): boolean {
  return new RegExp(`^\\s*(?:import\\s+(?:[\\w., ]*,\\s*)?|from\\s+)${module}\\b`, 'm').test(text)
}

/** Hydra takes `name=value` alone, and hands all that begins with a hyphen to a strict parser of its own. */
function readHydra(source: PythonSource, { node }: Call): Reading {
  const isChanged = /\bsys\.argv\s*(?:\[[^\]]*\]\s*)?(?:=[^=]|\+=)|\bsys\.argv\.(?:remove|pop|clear)\b/.test(
    source.text,
  )
  const place = { source, position: node.from }
  return { place, detail: 'hydra', taken: isChanged ? null : [], abbreviates: false, isLenient: false, others: [] }
}

function readClick(
  { source, node }: OwnFunction,
  command: Call,
  decorators: readonly Call[],
  given: GivenWords,
): Reading {
  const place: Place = { source, position: command.node.from }
  const settings = command.keywords.get('context_settings')
  const settingsText = settings === undefined ? '' : textOf(source, settings)
  const isPlain = settings === undefined || /^[{d]/.test(settingsText)
  const isLenient =
    settingsText.includes('ignore_unknown_options') || (!isPlain && source.text.includes('ignore_unknown_options'))
  const others: Reading['others'][number][] = []
  const taken: string[] = []
  let isReadable = true
  let words = given.words.filter((word) => !word.startsWith('-')).length
  // The options stand nearest to the function last.
  for (const decorator of decorators) {
    const at = { source, position: decorator.node.from }
    const names = decorator.positional.map((one) => stringOf(source, one))
    const flags = names.filter((name) => name?.startsWith('-') === true).flatMap((name) => (name ?? '').split('/'))
    const word = (keyword: string): string => {
      const value = decorator.keywords.get(keyword)
      return value === undefined ? '' : textOf(source, value)
    }
    if (decorator.name === 'option') {
      if (names.includes(null)) isReadable = false
      taken.push(...flags)
      if (word('is_flag') === 'True' || word('count') === 'True') others.push(...valueless(at, flags))
      const isGiven = flags.some((flag) => given.flags.includes(flag) || platformTakes(flag))
      if (word('required') === 'True' && !isGiven) others.push(required(at, flags.at(-1) ?? ''))
    } else if (decorator.name === 'argument') {
      const isNeeded = word('required') !== 'False' && word('nargs') !== '-1' && !decorator.keywords.has('default')
      if (isNeeded && words <= 0) others.push(required(at, names[0] ?? ''))
      words -= 1
    } else if (
      !/^(?:command|group|pass_context|pass_obj|version_option|help_option|password_option|confirmation_option)$/.test(
        decorator.name,
      )
    ) {
      isReadable = false
    }
  }
  if (command.name === 'group' && words <= 0) others.push(required(place, nameOf(source, node)))
  return { place, detail: 'click', taken: isReadable ? taken : null, abbreviates: false, isLenient, others }
}

function platformTakes(flag: string): boolean {
  return /^--(?:num_gpus|work_dir|data_dir|output_dir|log_dir)$/.test(flag)
}

function nameOf(source: PythonSource, node: OwnFunction['node']): string {
  const name = node.getChild('VariableName')
  return name === null ? '' : textOf(source, name)
}

/** A parameter of a function, as fire and typer make an option of it. */
export interface Parameter {
  readonly name: string
  readonly hasDefault: boolean
  readonly takesRest: boolean
  /** The text of its default. */
  readonly preset: string
}

export function parametersOf({ source, node }: OwnFunction): Parameter[] {
  const list = node.getChild('ParamList')
  const parts = list === null ? [] : childrenOf(list)
  return parts.flatMap((part, index) => {
    if (part.name !== 'VariableName' || parts[index - 1]?.name === 'AssignOp') return []
    const name = textOf(source, part)
    if (name === 'self' || name === 'cls') return []
    const after = parts[index + 1]?.name === 'TypeDef' ? parts.slice(index + 2) : parts.slice(index + 1)
    const star = parts[index - 1]?.name
    const value = after[0]?.name === 'AssignOp' ? after[1] : undefined
    const preset = value === undefined ? '' : textOf(source, value)
    return [{ name, hasDefault: value !== undefined, takesRest: star === '**' || star === '*', preset }]
  })
}
