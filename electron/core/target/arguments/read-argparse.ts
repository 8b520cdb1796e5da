import type { SyntaxNode } from '@lezer/common'
import { asPattern, childrenOf, nodesOf, stringOf, textOf, type Call, type PythonSource } from '../python-source.ts'
import type { Reach } from '../reach.ts'
import type { CodeSources } from '../read-sources.ts'
import type { PythonVersion } from '../python-version.ts'
import { missingValues, readOption, type ArgparseOption } from './argparse-options.ts'
import type { GivenWords } from './command-line.ts'
import { required, type Reading } from './reading.ts'

interface Spot {
  readonly source: PythonSource
  readonly call: Call
}

const parsers = /(?:^|\.)(?:ArgumentParser|ArgParser|OptionParser|HfArgumentParser|\w*ArgumentParser)$/
const adders = /^add_(?:argument|option)$/

/** Readings of argparse and optparse that take no more than they know; null when none of them is reached. */
export function readArgparse(
  code: CodeSources,
  reach: Reach,
  given: GivenWords,
  python: PythonVersion | null,
): Reading[] | null {
  const spots = code.sources.flatMap((source) =>
    source.calls.filter(({ node }) => reach.isReached(source, node.from)).map((call) => ({ source, call })),
  )
  const all = spots.filter(({ call }) => call.name === 'parse_args' || call.name === 'parse_known_args')
  if (all.length === 0) return null
  const ofMain = all.filter(({ source }) => source === code.main)
  const strict = (ofMain.length > 0 ? ofMain : all).filter(({ source, call }) => isStrict(source, call, reach))
  return strict.map((spot) => readOne(spot, spots, { code, reach, given, python }))
}

/** Refuses what it does not know, of what the process was started with. */
function isStrict(source: PythonSource, { name, positional, keywords }: Call, reach: Reach): boolean {
  if (name !== 'parse_args') return false
  const given = positional[0] ?? keywords.get('args')
  if (given === undefined) return true
  const text = textOf(source, given)
  if (/^(?:sys\.)?argv(?:\[1:\])?$|^None$/.test(text)) return true
  if (!/^\w+$/.test(text)) return false
  const around = reach.functionAt(source, given.from)
  const header = around === null ? '' : textOf(source, around.node.getChild('ParamList') ?? { from: 0, to: 0 })
  if (new RegExp(`\\b${text}\\b[^,)]*=\\s*(?:None|sys\\.argv)`).test(header)) return true
  return new RegExp(`\\b${text}\\s*=\\s*sys\\.argv\\[1:\\]|,\\s*${text}\\s*=.*parse_known_args`).test(source.text)
}

interface Context {
  readonly code: CodeSources
  readonly reach: Reach
  readonly given: GivenWords
  readonly python: PythonVersion | null
}

function readOne(spot: Spot, spots: readonly Spot[], { code, reach, given, python }: Context): Reading {
  const place = { source: spot.source, position: spot.call.node.from }
  const isOptparse = spots.some(({ call }) => /(?:^|\.)OptionParser$/.test(call.callee))
  const receiver = spot.call.callee.replace(/\.parse_args$/, '')
  const owned = relatedTo(spot.source, receiver, spot.call.node, reach)
  const sub = subCommandOf(spots, given)
  const relevant = spots.filter(({ source, call }) => {
    if (!adders.test(call.name)) return false
    const on = call.callee.replace(/\.add_\w+$/, '')
    if (sub !== null && sub.others.includes(on) && source === sub.source) return false
    return !(source === spot.source && owned.foreign(on, call.node))
  })
  const options = relevant.map(({ source, call }) => readOption(source, call))
  const known = options.filter((option): option is ArgparseOption => option !== null)
  const addsPlatform = spots.some(({ call }) => call.name === 'add_uai_args')
  const isReadable = known.length === options.length && !isUnreadable(code, spots)
  const taken = known.flatMap(({ flags }) => flags)
  const abbreviates = !spots.some(({ call }) => {
    const allow = call.keywords.get('allow_abbrev')
    return allow !== undefined && textOf(spot.source, allow) === 'False'
  })
  const needsSub = subCommandNeeded(spots, sub, python)
  const groups = requiredGroups(spots, known, given)
  const values = missingValues(
    known.filter(({ flags }) => flags.length > 0 || sub?.chosen !== null),
    typeof sub?.chosen === 'string' ? { ...given, words: given.words.filter((word) => word !== sub.chosen) } : given,
    isOptparse,
  )
  const isInGroup = known.filter(({ flags }) => flags.some((flag) => groups.flags.includes(flag)))
  return {
    place,
    detail: null,
    taken: isReadable ? taken : null,
    abbreviates,
    isLenient: addsPlatform,
    others: [
      ...needsSub.map(({ source, call }) =>
        required({ source, position: call.node.from }, subjectOfSub(source, call, sub)),
      ),
      ...groups.missing.map((group) => required(group.place, group.subject)),
      ...values.filter(({ subject }) => !isInGroup.some(({ name }) => name === subject)),
    ],
  }
}

/** Options may come from where their names are not in the code. */
function isUnreadable({ sources }: CodeSources, spots: readonly Spot[]): boolean {
  if (
    sources.some(({ text }) =>
      /\bsys\.argv\s*(?:\[[^\]]*\]\s*)?(?:=[^=]|\+=)|\bsys\.argv\.(?:remove|pop|append|extend|insert|clear)\b/.test(
        text,
      ),
    )
  )
    return true
  return spots.some(({ call }) =>
    /^(?:add_argparse_args|add_argparse_params|add_arguments_to_parser|from_argparse_args|add_dataclass_arguments|add_class_arguments|add_config_arguments)$/.test(
      call.name,
    ),
  )
}

/** Which names in a file stand for the same parser, and which for another one. */
function relatedTo(
  source: PythonSource,
  receiver: string,
  at: SyntaxNode,
  reach: Reach,
): { foreign: (name: string, node: SyntaxNode) => boolean } {
  const scope = reach.functionAt(source, at.from)
  const assigned = nodesOf(source, 'AssignStatement').flatMap((node) => {
    const call = source.calls.find(({ node: one }) => one.from > node.from && one.to === node.to)
    const target = node.firstChild
    if (call === undefined || target === null) return []
    return [{ name: textOf(source, target), call, node }]
  })
  const twoStep = new RegExp(`,\\s*\\w+\\s*=.*parse_known_args`).test(source.text)
  const own = assigned.filter(({ name, call }) => name === receiver && parsers.test(call.callee))
  const others = assigned.filter(
    ({ name, call, node }) =>
      name !== receiver &&
      parsers.test(call.callee) &&
      reach.functionAt(source, node.from)?.node.from === scope?.node.from,
  )
  const isParent = ({ name }: { readonly name: string }): boolean =>
    own.some(({ call }) => {
      const parents = call.keywords.get('parents')
      return parents !== undefined && new RegExp(`\\b${asPattern(name)}\\b`).test(textOf(source, parents))
    })
  const apart = twoStep || own.length === 0 ? [] : others.filter((other) => !isParent(other)).map(({ name }) => name)
  const ofApart = assigned
    .filter(({ call }) => apart.some((name) => call.callee.startsWith(`${name}.`)))
    .map(({ name }) => name)
  const foreignNames = new Set([...apart, ...ofApart])
  return {
    foreign: (name, node) =>
      foreignNames.has(name.split('.add_')[0] ?? name) &&
      reach.functionAt(source, node.from)?.node.from === scope?.node.from,
  }
}

interface SubCommand {
  readonly source: PythonSource
  /** The one that the user's parameters name; null for none. */
  readonly chosen: string | null
  readonly names: readonly string[]
  /** Variables of the parsers that are not chosen. */
  readonly others: readonly string[]
}

function subCommandOf(spots: readonly Spot[], given: GivenWords): SubCommand | null {
  const adding = spots.filter(({ call }) => call.name === 'add_parser')
  const [first] = adding
  if (first === undefined) return null
  const named = adding.map(({ source, call }) => ({
    name: stringOf(source, call.positional[0]) ?? '',
    variable: variableOf(source, call),
  }))
  const chosen = given.words.find((word) => named.some(({ name }) => name === word)) ?? null
  return {
    source: first.source,
    chosen,
    names: named.map(({ name }) => name),
    others: named.filter(({ name }) => name !== chosen).map(({ variable }) => variable),
  }
}

function variableOf(source: PythonSource, { node }: Call): string {
  const statement = node.parent
  if (statement?.name !== 'AssignStatement') return ''
  const [target] = childrenOf(statement)
  return target === undefined ? '' : textOf(source, target)
}

/** Python 2 insists on a sub-command, Python 3 only when it is told to, or when the script takes its function for granted. */
function subCommandNeeded(spots: readonly Spot[], sub: SubCommand | null, python: PythonVersion | null): Spot[] {
  if (sub?.chosen !== null) return []
  return spots.filter(({ source, call }) => {
    if (call.name !== 'add_subparsers') return false
    const keyword = call.keywords.get('required')
    const isTold =
      (keyword !== undefined && textOf(source, keyword) === 'True') || /\.required\s*=\s*True/.test(source.text)
    const isCalled =
      /\bset_defaults\(\s*func\s*=/.test(source.text) &&
      /\bargs?\.func\(/.test(source.text) &&
      !source.text.includes('hasattr(')
    return isTold || isCalled || python?.major === 2
  })
}

function subjectOfSub(source: PythonSource, call: Call, sub: SubCommand | null): string {
  return stringOf(source, call.keywords.get('dest')) ?? `{${(sub?.names ?? []).join(',')}}`
}

/** Of options of which one has to be given. */
function requiredGroups(spots: readonly Spot[], options: readonly ArgparseOption[], given: GivenWords) {
  const groups = spots.flatMap(({ source, call }) => {
    const keyword = call.keywords.get('required')
    if (call.name !== 'add_mutually_exclusive_group' || keyword === undefined || textOf(source, keyword) !== 'True')
      return []
    const variable = variableOf(source, call)
    const members = options.filter(
      ({ place }) => place.source === source && isOn(place.source, place.position, variable),
    )
    const flags = members.flatMap((option) => option.flags)
    return [
      { place: { source, position: call.node.from }, flags, subject: members.map(({ name }) => name).join(' | ') },
    ]
  })
  const missing = groups.filter(({ flags }) => flags.length > 0 && !flags.some((flag) => given.flags.includes(flag)))
  return { flags: groups.flatMap(({ flags }) => flags), missing }
}

function isOn({ text }: PythonSource, position: number, variable: string): boolean {
  return variable !== '' && text.startsWith(`${variable}.`, position)
}
