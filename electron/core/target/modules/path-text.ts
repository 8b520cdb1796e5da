import type { SyntaxNode } from '@lezer/common'
import { posix } from 'node:path'
import { childrenOf, nodesOf, stringOf, textOf, type PythonSource } from '../python-source.ts'

/** Where the code lies in the images. */
const root = '/data'

/**
 * What an expression of the code says for a path: within the code folder, `.` for itself; null where it cannot be read,
 * or leads elsewhere.
 */
export function readPath(source: PythonSource, node: SyntaxNode): string | null {
  const read = evaluate(source, node, 0)
  if (read === null) return null
  const absolute = posix.resolve(root, read)
  if (absolute !== root && !absolute.startsWith(`${root}/`)) return null
  return posix.relative(root, absolute) || '.'
}

function evaluate(source: PythonSource, node: SyntaxNode, depth: number): string | null {
  if (depth > 12) return null
  const literal = stringOf(source, node)
  if (literal !== null) return literal
  const next = (one: SyntaxNode | null | undefined): string | null =>
    one === null || one === undefined ? null : evaluate(source, one, depth + 1)
  const text = textOf(source, node).replace(/\s+/g, '')
  if (text === '__file__') return `${root}/${source.path}`
  if (/^(?:os\.)?(?:pardir)$/.test(text)) return '..'
  if (/^(?:os\.)?(?:curdir)$/.test(text)) return '.'
  if (node.name === 'ParenthesizedExpression') return next(childrenOf(node).find(({ name }) => !/^[()]$/.test(name)))
  if (node.name === 'VariableName') return ofVariable(source, text, depth)
  if (node.name === 'BinaryExpression') return ofBinary(source, node, next)
  if (node.name === 'MemberExpression') {
    const [object] = childrenOf(node)
    const value = next(object)
    if (value === null) return null
    if (text.endsWith('.parent')) return posix.dirname(value)
    const parents = /\.parents\[(\d+)\]$/.exec(text)
    if (parents !== null) return up(next(object?.firstChild) ?? value, Number(parents[1]) + 1)
    const index = /os\.path\.split\(.*\)\[0\]$/.test(text)
    return index ? value : null
  }
  return node.name === 'CallExpression' ? ofCall(source, node, next) : null
}

function ofVariable(source: PythonSource, name: string, depth: number): string | null {
  const values = nodesOf(source, 'AssignStatement').flatMap((node) => {
    const [target, operator, value] = childrenOf(node)
    const isIt = target !== undefined && operator?.name === 'AssignOp' && textOf(source, target) === name
    return isIt && value !== undefined ? [value] : []
  })
  const [only] = values
  return values.length === 1 && only !== undefined ? evaluate(source, only, depth + 1) : null
}

function ofBinary(
  source: PythonSource,
  node: SyntaxNode,
  next: (one: SyntaxNode | undefined) => string | null,
): string | null {
  const [left, operator, right] = childrenOf(node)
  const sign = operator === undefined ? '' : textOf(source, operator)
  const [first, second] = [next(left), next(right)]
  if (first === null || second === null) return null
  if (sign === '/') return posix.resolve(root, first, second)
  return sign === '+' ? first + second : null
}

function ofCall(
  source: PythonSource,
  node: SyntaxNode,
  next: (one: SyntaxNode | null | undefined) => string | null,
): string | null {
  const call = source.calls.find((one) => one.node.from === node.from && one.node.to === node.to)
  if (call === undefined) return null
  const { callee, name, positional } = call
  const [first] = positional
  if (/^(?:os\.)?getcwd$|^Path\.cwd$|^pathlib\.Path\.cwd$/.test(callee)) return root
  if (/(?:^|\.)dirname$/.test(callee)) {
    const path = next(first)
    return path === null ? null : posix.dirname(path)
  }
  if (/(?:^|\.)join$/.test(callee)) {
    const parts = positional.map(next)
    return parts.includes(null)
      ? null
      : parts.reduce<string>(
          (path, part) => (part?.startsWith('/') === true ? part : `${path === '' ? '' : `${path}/`}${part ?? ''}`),
          '',
        )
  }
  if (
    /^(?:os\.path\.)?(?:abspath|realpath|normpath|expanduser)$|(?:^|\.)(?:Path|PurePath)$|^str$|^os\.fspath$|^os\.path\.split$/.test(
      callee,
    )
  ) {
    const path = next(first)
    if (path === null || !/(?:abspath|realpath|normpath|Path|split)$/.test(callee)) return path
    return callee.endsWith('split') ? posix.dirname(path) : posix.resolve(root, path)
  }
  if (/^(?:resolve|absolute|as_posix|__str__)$/.test(name)) return next(node.firstChild?.firstChild)
  return name === 'joinpath' ? joined(next(node.firstChild?.firstChild), positional.map(next)) : null
}

function joined(start: string | null, parts: readonly (string | null)[]): string | null {
  return start === null || parts.includes(null) ? null : posix.join(start, ...parts.map((part) => part ?? ''))
}

function up(path: string, count: number): string {
  return posix.join(path, ...Array<string>(count).fill('..'))
}
