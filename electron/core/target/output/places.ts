import type { SyntaxNode } from '@lezer/common'
import { asPattern, childrenOf, stringOf, textOf, type Call, type PythonSource } from '../python-source.ts'
import { parametersOf } from '../arguments/read-decorated.ts'
import type { OwnFunction, Reach } from '../reach.ts'
import { assignmentsTo, classAround, isHandle, optionsOf, presetOf, type OptionPreset } from './values.ts'

/** `kept`: below the output folder; `elsewhere`: at a place that is known, and lost; `handle`: no place, but an open file. */
export type Place = 'kept' | 'elsewhere' | 'unknown' | 'handle'

export interface PlaceFinder {
  placeOf(source: PythonSource, node: SyntaxNode): Place
}

const wrappers =
  /^(?:os\.path\.(?:abspath|realpath|normpath|expanduser|dirname)|(?:pathlib\.)?(?:Path|PosixPath|PurePath)|str|os\.fspath|os\.makedirs|abspath|realpath|expanduser)$/
const maxDepth = 12

/** Follows what tells a place through variables, parameters and arguments of the command line, as far as names lead. */
export function createPlaceFinder(sources: readonly PythonSource[], reach: Reach, trainParams: string): PlaceFinder {
  const options = optionsOf(sources)
  const hydraPlace = /\bhydra\.run\.dir=['"]?\/data\/output/.test(trainParams)
  const chdirs = sources.flatMap((source) =>
    source.calls.filter(({ callee }) => callee === 'os.chdir').map((call) => ({ source, call })),
  )
  const seen = new Set<string>()
  let relative: Place | null = hydraPlace ? 'kept' : null
  const relativePlace = (): Place => {
    if (relative !== null) return relative
    relative = 'elsewhere'
    const places = chdirs.map(({ source, call }) =>
      call.positional[0] === undefined ? 'unknown' : look(source, call.positional[0], 1),
    )
    relative = places.includes('kept') ? 'kept' : places.length > 0 ? 'unknown' : 'elsewhere'
    return relative
  }

  function look(source: PythonSource, node: SyntaxNode, depth: number): Place {
    if (depth > maxDepth) return 'unknown'
    const text = textOf(source, node)
    const literal = stringOf(source, node)
    if (literal !== null) return placeOfText(literal, relativePlace)
    switch (node.name) {
      case 'FormatString':
        return ofFormat(source, node, depth)
      case 'ContinuedString':
      case 'ParenthesizedExpression':
      case 'AwaitExpression': {
        const inner = childrenOf(node).find(({ name }) => !/^[()]$|^await$/.test(name))
        return inner === undefined ? 'unknown' : look(source, inner, depth + 1)
      }
      case 'BinaryExpression':
        return ofBinary(source, node, depth)
      case 'ConditionalExpression': {
        const [first, , , , last] = childrenOf(node)
        return all([first, last].map((one) => (one === undefined ? 'unknown' : look(source, one, depth + 1))))
      }
      case 'CallExpression':
        return ofCall(source, node, depth)
      case 'MemberExpression':
        return ofMember(source, node, depth)
      case 'VariableName':
        return ofVariable(source, text, node, depth)
      default:
        return 'unknown'
    }
  }

  function ofFormat(source: PythonSource, node: SyntaxNode, depth: number): Place {
    const text = textOf(source, node).replace(/^[fFrR]+(?:'''|"""|'|")/, '')
    if (!text.startsWith('{')) return placeOfText(text, relativePlace)
    const replaced = node.getChild('FormatReplacement')
    const inner = replaced === null ? undefined : childrenOf(replaced).find(({ name }) => !/^[{}]$/.test(name))
    return inner === undefined ? 'unknown' : look(source, inner, depth + 1)
  }

  function ofBinary(source: PythonSource, node: SyntaxNode, depth: number): Place {
    const [left, operator, right] = childrenOf(node)
    if (left === undefined || operator === undefined || right === undefined) return 'unknown'
    const sign = textOf(source, operator)
    if (sign === 'or') return all([look(source, left, depth + 1), look(source, right, depth + 1)])
    const literal = stringOf(source, left)
    if (sign === '%' && literal?.startsWith('%') === true) {
      const first =
        right.name === 'TupleExpression' ? childrenOf(right).find(({ name }) => !/^[(),]$/.test(name)) : right
      return first === undefined ? 'unknown' : look(source, first, depth + 1)
    }
    return look(source, left, depth + 1)
  }

  function ofCall(source: PythonSource, node: SyntaxNode, depth: number): Place {
    const call = source.calls.find((one) => one.node.from === node.from && one.node.to === node.to)
    if (call === undefined) return 'unknown'
    const { callee, name, positional } = call
    const [first] = positional
    if (
      /(?:^|\.)(?:open|BytesIO|StringIO|fdopen|NamedTemporaryFile|TemporaryFile|mkdtemp|TemporaryDirectory|mkstemp)$/.test(
        callee,
      )
    )
      return 'handle'
    if (
      /(?:^|\.)join$/.test(callee) &&
      first !== undefined &&
      stringOf(source, node.firstChild?.firstChild ?? undefined) === null
    ) {
      const places = positional.map((one) => look(source, one, depth + 1))
      // What begins at the root makes all before it void.
      return positional.some((one) => stringOf(source, one)?.startsWith('/data/output') === true)
        ? 'kept'
        : (places[0] ?? 'unknown')
    }
    const receiver = node.firstChild?.firstChild
    if (name === 'format' && isNode(receiver)) {
      const format = stringOf(source, receiver)
      if (format === null) return look(source, receiver, depth + 1)
      return format.startsWith('{')
        ? first === undefined
          ? 'unknown'
          : look(source, first, depth + 1)
        : placeOfText(format, relativePlace)
    }
    if (wrappers.test(callee)) return first === undefined ? 'unknown' : look(source, first, depth + 1)
    if (
      /^(?:joinpath|resolve|absolute|expanduser|with_suffix|with_name|replace|rstrip|strip|as_posix)$/.test(name) &&
      isNode(receiver)
    ) {
      return look(source, receiver, depth + 1)
    }
    if (/^(?:os\.)?(?:environ\.get|getenv)$/.test(callee)) return 'unknown'
    return 'unknown'
  }

  function ofMember(source: PythonSource, node: SyntaxNode, depth: number): Place {
    const text = textOf(source, node).replace(/\s+/g, '')
    const attribute = /(?:\.(\w+)|\[['"](\w+)['"]\])$/.exec(text)
    const name = attribute?.[1] ?? attribute?.[2]
    if (name === undefined) return 'unknown'
    if (/^(?:parent|name|absolute)$/.test(name) && node.firstChild !== null)
      return look(source, node.firstChild, depth + 1)
    const key = `${source.path}:${text}`
    if (seen.has(key)) return 'unknown'
    seen.add(key)
    const assigned = assignmentsTo(
      text.startsWith('self.') ? [source] : sources,
      text.startsWith('self.') ? text : new RegExp(`\\.${name}$`),
    )
    const values = assigned.map(({ source: from, value }) => look(from, value, depth + 1))
    seen.delete(key)
    if (text.startsWith('self.') && values.length > 0) return all(values)
    const option = options.get(name)
    if (option !== undefined) {
      const place = placeOfOption(name, option, depth)
      return values.includes('kept') || place === 'kept' ? 'kept' : values.includes('unknown') ? 'unknown' : place
    }
    if (values.length > 0) return all(values)
    // An argument that is added where it cannot be read.
    return /^(?:output_dir|log_dir)$/.test(name) &&
      sources.some(({ calls }) => calls.some((call) => call.name === 'add_uai_args'))
      ? 'kept'
      : 'unknown'
  }

  function placeOfOption(name: string, option: OptionPreset | 'platform', depth: number): Place {
    if (option === 'platform') return 'kept'
    const given = new RegExp(`(?:^|\\s)--${asPattern(name).replaceAll('_', '[-_]')}(?:=|\\s+)['"]?(\\S+)`).exec(
      trainParams,
    )?.[1]
    if (given !== undefined) return placeOfText(given, relativePlace)
    return option.preset === undefined ? 'unknown' : look(option.source, option.preset, depth + 1)
  }

  function ofVariable(source: PythonSource, name: string, at: SyntaxNode, depth: number): Place {
    const around = reach.functionAt(source, at.from)
    const key = `${source.path}:${around?.node.from ?? ''}:${name}`
    if (seen.has(key)) return 'unknown'
    seen.add(key)
    const places = valuesOf(source, name, at, depth)
    seen.delete(key)
    return all(places)
  }

  function valuesOf(source: PythonSource, name: string, at: SyntaxNode, depth: number): Place[] {
    const around = reach.functionAt(source, at.from)
    const inScope = assignmentsTo([source], name).filter(
      ({ node }) => reach.functionAt(source, node.from)?.node.from === around?.node.from,
    )
    const here = inScope.length > 0 || around === null ? inScope : []
    const places = here.map(({ value }) => look(source, value, depth + 1))
    if (isHandle(source, name)) places.push('handle')
    const parameter = around === null ? -1 : parametersOf(around).findIndex((one) => one.name === name)
    if (around !== null && parameter >= 0) return [...places, ...ofParameter(around, parameter, name, depth)]
    if (places.length > 0) return places
    if (around !== null) {
      const ofModule = assignmentsTo([source], name).filter(({ node }) => reach.functionAt(source, node.from) === null)
      if (ofModule.length > 0) return ofModule.map(({ value }) => look(source, value, depth + 1))
    }
    if (!new RegExp(`^\\s*from\\s.*\\bimport\\b[^\\n]*\\b${name}\\b`, 'm').test(source.text)) return ['unknown']
    const elsewhere = sources
      .filter((one) => one !== source)
      .flatMap((one) => assignmentsTo([one], name).filter(({ node }) => reach.functionAt(one, node.from) === null))
    return elsewhere.map(({ source: from, value }) => look(from, value, depth + 1))
  }

  function ofParameter(
    around: NonNullable<ReturnType<Reach['functionAt']>>,
    index: number,
    name: string,
    depth: number,
  ): Place[] {
    const owner = around.name === '__init__' ? classAround(around.source, around.node) : around.name
    const calls = sources.flatMap((source) =>
      source.calls
        .filter((call) => isCallOf(call, owner, around) && reach.isReached(source, call.node.from))
        .map((call) => ({ source, call })),
    )
    const given = calls.map(({ source, call }) => {
      const value = call.keywords.get(name) ?? call.positional[index]
      return value === undefined ? null : look(source, value, depth + 1)
    })
    const presetNode = presetOf(around.source, around.node, name)
    const preset = presetNode === null ? null : look(around.source, presetNode, depth + 1)
    const usesPreset = given.length === 0 || given.includes(null)
    return [...given.filter((one) => one !== null), ...(usesPreset ? [preset ?? 'unknown'] : [])]
  }

  return { placeOf: (source, node) => look(source, node, 0) }
}

/** One of them that is kept is taken for what is meant; one that is not known leaves all of them unknown. */
function all(places: readonly Place[]): Place {
  for (const one of ['handle', 'kept', 'unknown'] as const) if (places.includes(one)) return one
  return places.length > 0 ? 'elsewhere' : 'unknown'
}

function placeOfText(text: string, relativePlace: () => Place): Place {
  if (/^\/data\/output(?:\/|$)/.test(text)) return 'kept'
  if (/^(?:\/dev\/|\/tmp\b|\/proc\/|https?:|s3:|hdfs:)/.test(text)) return 'handle'
  // From the folder of the code it is the same one.
  if (/^(?:\.\/)?output(?:\/|$)/.test(text)) return 'unknown'
  if (text === '' || /^[%{]/.test(text)) return 'unknown'
  return text.startsWith('/') || /^[A-Za-z]:[\\/]/.test(text) ? 'elsewhere' : relativePlace()
}

/** Whether a call may be of a function of the code: one of the same name in another library is not. */
function isCallOf({ name, callee }: Call, owner: string, { node, name: own, source }: OwnFunction): boolean {
  if (name !== owner) return false
  const isMethod = own !== '__init__' && classAround(source, node) !== ''
  const [first = ''] = callee.split('.')
  if (isMethod) return callee.includes('.') && !libraries.test(first)
  return !callee.includes('.') || source.path.split(/[/.]/).includes(callee.split('.').at(-2) ?? '')
}

const libraries = /^(?:torch|np|numpy|plt|os|json|pickle|cv2|joblib|pd|tf|yaml|shutil)$/

function isNode(node: SyntaxNode | null | undefined): node is SyntaxNode {
  return node !== null && node !== undefined
}
