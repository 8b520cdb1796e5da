import { stringOf, textOf, type Call, type PythonSource } from '../python-source.ts'
import type { GivenWords } from './command-line.ts'
import { required, valueless, type Place } from './reading.ts'
import type { Finding } from '../finding.ts'
import { platformFlags } from '../../../../shared/uaitrain/platform-arguments.ts'

/** An argument of argparse or optparse. */
export interface ArgparseOption {
  readonly place: Place
  /** Empty for a positional one. */
  readonly flags: readonly string[]
  readonly name: string
  readonly isRequired: boolean
  /** How many words it takes at least, apart from `--name=word`. */
  readonly least: number
  readonly most: number
  readonly takesRest: boolean
  readonly isSwitch: boolean
}

/** Null when its names are put together while the script runs. */
export function readOption(source: PythonSource, call: Call): ArgparseOption | null {
  const names = call.positional.map((node) => stringOf(source, node))
  const known = names.filter((name) => name !== null)
  if (known.length < names.length || known.length === 0) return null
  const flags = known.filter((name) => name.startsWith('-'))
  const word = (keyword: string): string => {
    const node = call.keywords.get(keyword)
    return node === undefined ? '' : (stringOf(source, node) ?? textOf(source, node))
  }
  const action = word('action')
  const isSwitch = /^(?:store_(?:true|false|const)|append_const|count|help|version)$/.test(action)
  const nargs = word('nargs')
  const takesRest = /REMAINDER|^\.\.\.$/.test(nargs)
  const count = /^\d+$/.test(nargs) ? Number(nargs) : 1
  const isMany = /^[*+]$/.test(nargs) || takesRest
  const least = isSwitch || /^[?*]$/.test(nargs) || takesRest ? 0 : count
  return {
    place: { source, position: call.node.from },
    flags,
    name: flags.at(-1) ?? known[0] ?? '',
    isRequired: flags.length === 0 ? least > 0 : word('required') === 'True',
    least,
    most: isSwitch ? 0 : isMany ? Number.POSITIVE_INFINITY : nargs === '?' ? 1 : count,
    takesRest,
    isSwitch,
  }
}

/** What has to be given and is not, of the command line that the user and the platform make together. */
export function missingValues(options: readonly ArgparseOption[], given: GivenWords, isOptparse: boolean): Finding[] {
  const named = options.filter(({ flags }) => flags.length > 0)
  const all = [...platformFlags, ...given.flags]
  const isGiven = (flags: readonly string[]): boolean =>
    flags.some((flag) => all.some((one) => one === flag || (one.startsWith('--') && flag.startsWith(one))))
  const options_ = named.filter(({ isRequired, flags }) => isRequired && !isGiven(flags))
  const findings = options_.map(({ place, name }) => required(place, name))
  const switches = named.filter(({ isSwitch }) => isSwitch).flatMap(({ place, flags }) => valueless(place, flags))
  if (isOptparse) return [...switches, ...findings]
  let left = positionalWords(named, given.words)
  const positionals = options.filter(({ flags }) => flags.length === 0)
  const absent = positionals.filter(({ isRequired, least }) => {
    if (!isRequired) return false
    left -= least
    return left < 0
  })
  return [...switches, ...absent.map(({ place, name }) => required(place, name)), ...findings]
}

/** How many of the given words are neither options nor values of options. */
function positionalWords(named: readonly ArgparseOption[], words: readonly string[]): number {
  let count = 0
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (!/^-[^\d]/.test(word)) {
      count += 1
      continue
    }
    if (word.includes('=')) continue
    const option =
      named.find(({ flags }) => flags.includes(word)) ??
      named.find(({ flags }) => flags.some((flag) => word.length > 2 && flag.startsWith(word)))
    const most = option?.most ?? 1
    for (let taken = 0; taken < most && at + 1 < words.length && !/^-[^\d]/.test(words[at + 1] ?? ''); taken++) at += 1
  }
  return count
}
