import { childrenOf, nodesOf, stringOf, textOf, type Call, type PythonSource } from '../python-source.ts'
import type { OwnFunction, Reach } from '../reach.ts'
import type { CodeSources } from '../read-sources.ts'
import { platformFlags } from '../../../../shared/uaitrain/platform-arguments.ts'
import type { GivenWords } from './command-line.ts'
import { importsFrom, parametersOf } from './read-decorated.ts'
import { required, type Reading } from './reading.ts'

interface Spot {
  readonly source: PythonSource
  readonly call: Call
}

/** What fire, typer, absl, transformers, getopt and docopt make of the command line, each by a call. */
export function readCalled(code: CodeSources, reach: Reach, given: GivenWords): Reading[] {
  const spots = code.sources.flatMap((source) =>
    source.calls.filter(({ node }) => reach.isReached(source, node.from)).map((call) => ({ source, call })),
  )
  return spots.flatMap((spot) => {
    const { callee, name } = spot.call
    if (/^(?:fire\.)?Fire$/.test(callee) && importsFrom(spot.source, 'fire')) return [readFire(spot, reach, given)]
    if (callee === 'typer.run') return [readTyper(spot, reach, given)]
    if (callee === 'app.run' && importsFrom(spot.source, 'absl')) return [readAbsl(spot, spots, given)]
    if (/^(?:absl\.)app\.run$|^absl_app\.run$/.test(callee)) return [readAbsl(spot, spots, given)]
    if (name === 'parse_args_into_dataclasses') return readDataclasses(spot, code, given)
    if (/^getopt\.(?:gnu_)?getopt$|^(?:gnu_)?getopt$/.test(callee) && importsFrom(spot.source, 'getopt'))
      return [readGetopt(spot)]
    if (/^(?:docopt\.)?docopt$/.test(callee)) return [readDocopt(spot)]
    if (/(?:^|\.)(?:LightningCLI)$/.test(callee)) return [unknown(spot)]
    if (
      /^(?:plac\.call|tyro\.cli|simple_parsing\.parse|sys_argv_parse|OmegaConf\.from_cli|gin\.parse_config_files_and_bindings)$/.test(
        callee,
      )
    ) {
      return [unknown(spot)]
    }
    return name === 'parse_args' && /\(.*\bTap\)/.test(spot.source.text) ? [unknown(spot)] : []
  })
}

function placeOf({ source, call }: Spot): Reading['place'] {
  return { source, position: call.node.from }
}

function unknown(spot: Spot): Reading {
  return { place: placeOf(spot), detail: null, taken: null, abbreviates: false, isLenient: false, others: [] }
}

function functionNamed(reach: Reach, name: string): OwnFunction | undefined {
  return reach.functions.find((one) => one.name === name)
}

/** Of a class, what it is made with. */
function constructorOf({ sources }: CodeSourcesOnly, reach: Reach, name: string): OwnFunction | undefined {
  for (const source of sources) {
    const node = nodesOf(source, 'ClassDefinition').find((one) => {
      const own = one.getChild('VariableName')
      return own !== null && textOf(source, own) === name
    })
    if (node === undefined) continue
    return reach.functions.find(
      (one) => one.source === source && one.name === '__init__' && node.from < one.node.from && one.node.to <= node.to,
    )
  }
  return undefined
}

type CodeSourcesOnly = Pick<CodeSources, 'sources'>

function readFire(spot: Spot, reach: Reach, given: GivenWords): Reading {
  const { source, call } = spot
  const target = call.positional[0] ?? call.keywords.get('component')
  const name = target === undefined ? '' : textOf(source, target)
  const sources = [...new Set(reach.functions.map((one) => one.source))]
  const called = /^\w+$/.test(name)
    ? (functionNamed(reach, name) ?? constructorOf({ sources }, reach, name))
    : undefined
  if (called === undefined) return { ...unknown(spot), detail: 'fire' }
  const parameters = parametersOf(called)
  const taken = parameters.filter(({ takesRest }) => !takesRest).map((one) => `--${one.name}`)
  const positionals = given.words.filter((word) => !word.startsWith('-')).length
  const needed = parameters.filter(({ hasDefault, takesRest }) => !hasDefault && !takesRest)
  const flags = given.flags.map((flag) => flag.replaceAll('-', '_').replace(/^_+/, ''))
  const absent = needed
    .filter((one) => !platformFlags.includes(`--${one.name}`) && !flags.includes(one.name))
    .slice(positionals)
  return {
    place: placeOf(spot),
    detail: 'fire',
    taken,
    abbreviates: false,
    isLenient: parameters.some(({ name: one, takesRest }) => takesRest && one !== 'args'),
    others: absent.map((one) => required({ source: called.source, position: called.node.from }, `--${one.name}`)),
  }
}

/** Typer makes `--output-dir` of `output_dir`, unless it is told the name. */
function readTyper(spot: Spot, reach: Reach, given: GivenWords): Reading {
  const { source, call } = spot
  const name = call.positional[0] === undefined ? '' : textOf(source, call.positional[0])
  const called = functionNamed(reach, name)
  if (called === undefined) return { ...unknown(spot), detail: 'click' }
  const parameters = parametersOf(called)
  const taken = parameters.flatMap(({ name: one, preset, hasDefault }) => {
    const told = [...preset.matchAll(/['"](--[\w-]+)['"]/g)].map((match) => match[1] ?? '')
    return told.length > 0 ? told : hasDefault ? [`--${one.replaceAll('_', '-')}`] : []
  })
  const positionals = given.words.filter((word) => !word.startsWith('-')).length
  const needed = parameters.filter(
    ({ hasDefault, preset }) => !hasDefault || /^typer\.Argument\(\s*(?:\.\.\.|\))/.test(preset),
  )
  const others = needed
    .slice(positionals)
    .map((one) => required({ source: called.source, position: called.node.from }, one.name))
  return { place: placeOf(spot), detail: 'click', taken, abbreviates: false, isLenient: false, others }
}

function readAbsl(spot: Spot, spots: readonly Spot[], given: GivenWords): Reading {
  const defining = spots.filter(({ call }) => /^DEFINE_\w+$/.test(call.name))
  const names = defining.map(({ source, call }) => stringOf(source, call.positional[0] ?? call.keywords.get('name')))
  const known = names.filter((name) => name !== null)
  const ofList = spots.filter(({ call }) => /^mark_flags?_as_required$/.test(call.name))
  const marked = ofList.flatMap(({ source, call }) =>
    [...call.node.getChildren('ArgList')].flatMap((list) =>
      [...textOf(source, list).matchAll(/['"](\w+)['"]/g)].map((match) => match[1] ?? ''),
    ),
  )
  const absent = defining.flatMap(({ source, call }) => {
    const name = stringOf(source, call.positional[0]) ?? ''
    const keyword = call.keywords.get('required')
    const isNeeded = marked.includes(name) || (keyword !== undefined && textOf(source, keyword) === 'True')
    const isGiven = [...platformFlags, ...given.flags].some((flag) => flag.replace(/^-+/, '') === name)
    return isNeeded && !isGiven ? [required({ source, position: call.node.from }, `--${name}`)] : []
  })
  return {
    place: placeOf(spot),
    detail: 'absl',
    taken:
      known.length < names.length || spot.call.keywords.has('flags_parser') ? null : known.map((name) => `--${name}`),
    abbreviates: false,
    isLenient: false,
    others: absent,
  }
}

/** Fields of the dataclasses of the code; of those of transformers, the platform's names that they have. */
function readDataclasses(spot: Spot, { sources }: CodeSources, given: GivenWords): Reading[] {
  const keyword = spot.call.keywords.get('return_remaining_strings')
  if (keyword !== undefined && textOf(spot.source, keyword) === 'True') return []
  const making = sources.flatMap((source) =>
    source.calls.filter(({ name }) => name === 'HfArgumentParser').map((call) => ({ source, call })),
  )
  const [first] = making
  const listed = first?.call.positional[0] ?? first?.call.keywords.get('dataclass_types')
  if (first === undefined || listed === undefined) return [unknown(spot)]
  const classes = [...textOf(first.source, listed).matchAll(/[\w.]+/g)].map(([name]) => name.split('.').at(-1) ?? '')
  const fields = classes.map((name) => fieldsOf(sources, name))
  const place = placeOf(spot)
  const isKnown = fields.every((one) => one !== null)
  const own = fields.flatMap((one) => one ?? [])
  const absent = own.filter(({ name, hasDefault }) => {
    const isGiven = [...platformFlags, ...given.flags].some(
      (flag) => flag.replace(/^-+/, '').replaceAll('-', '_') === name,
    )
    return !hasDefault && !isGiven
  })
  const others = absent.map(({ name, source, position }) => required({ source, position }, `--${name}`))
  const adding = sources.flatMap((source) =>
    source.calls
      .filter(({ name }) => name === 'add_argument')
      .map((call) => stringOf(source, call.positional[0]) ?? ''),
  )
  return [
    {
      place,
      detail: 'hf',
      taken: isKnown ? [...own.map(({ name }) => `--${name}`), ...adding] : null,
      abbreviates: true,
      isLenient: false,
      others,
    },
  ]
}

interface Field {
  readonly name: string
  readonly hasDefault: boolean
  readonly source: PythonSource
  readonly position: number
}

const ofTransformers = /^(?:Seq2Seq)?TrainingArguments$/

/** Null for a class that the code does not have. */
function fieldsOf(sources: readonly PythonSource[], name: string): Field[] | null {
  for (const source of sources) {
    const node = nodesOf(source, 'ClassDefinition').find((one) => {
      const own = one.getChild('VariableName')
      return own !== null && textOf(source, own) === name
    })
    if (node === undefined) continue
    const bases = [...textOf(source, node.getChild('ArgList') ?? { from: 0, to: 0 }).matchAll(/[\w.]+/g)].map(
      ([base]) => base.split('.').at(-1) ?? '',
    )
    const inherited = bases.map((base) => fieldsOf(sources, base))
    const body = node.getChild('Body')
    const own = (body === null ? [] : childrenOf(body)).flatMap((statement): Field[] => {
      const [target, type, operator] = childrenOf(statement)
      if (statement.name !== 'AssignStatement' || target === undefined || type?.name !== 'TypeDef') return []
      const hasDefault =
        operator !== undefined &&
        !/^field\((?![\s\S]*\bdefault)/.test(textOf(source, { from: operator.to, to: statement.to }).trim())
      return [{ name: textOf(source, target), hasDefault, source, position: statement.from }]
    })
    return inherited.includes(null) ? null : [...inherited.flatMap((one) => one ?? []), ...own]
  }
  const [first] = sources
  if (!ofTransformers.test(name) || first === undefined) return null
  return [{ name: 'output_dir', hasDefault: true, source: first, position: 0 }]
}

function readGetopt(spot: Spot): Reading {
  const { source, call } = spot
  const list = call.positional[2] ?? call.keywords.get('longopts')
  if (list === undefined) return { ...unknown(spot), detail: 'getopt', taken: [] }
  const named =
    list.name === 'VariableName'
      ? new RegExp(`^\\s*${textOf(source, list)}\\s*=\\s*(\\[[^\\]]*\\])`, 'm').exec(source.text)?.[1]
      : textOf(source, list)
  const isPlain = named !== undefined && /^[[(]\s*(?:(['"])[\w-]+=?\1\s*,?\s*)*[\])]$/.test(named)
  if (!isPlain) return { ...unknown(spot), detail: 'getopt' }
  const names = [...named.matchAll(/['"]([\w-]+=?)['"]/g)].map((match) => match[1] ?? '')
  // Without `=` behind it, a name takes no value, and the platform gives one.
  const taken = names.filter((name) => name.endsWith('=')).map((name) => `--${name.slice(0, -1)}`)
  return { ...unknown(spot), detail: 'getopt', taken, abbreviates: true }
}

function readDocopt(spot: Spot): Reading {
  const documentation = /^\s*(?:#[^\n]*\n\s*)*[rRuU]?("""|''')([\s\S]*?)\1/.exec(spot.source.text)?.[2]
  const isOwn = spot.call.positional[0] !== undefined && textOf(spot.source, spot.call.positional[0]) === '__doc__'
  if (documentation === undefined || !isOwn) return { ...unknown(spot), detail: 'docopt' }
  const taken = [...documentation.matchAll(/(--[\w-]+)[=\s<[]/g)].map((match) => match[1] ?? '')
  return { ...unknown(spot), detail: 'docopt', taken, abbreviates: true }
}
