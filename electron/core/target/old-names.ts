import type { OldSpot } from './python2-words.ts'
import type { PythonSource } from './python-source.ts'

const removedNames: readonly string[] = ['xrange', 'raw_input', 'unicode', 'basestring', 'unichr', 'execfile', 'reduce']
const removedMethods: readonly string[] = ['iteritems', 'itervalues', 'iterkeys', 'has_key']

/** Calls of what Python 3 no longer has, unless the file itself gives the name a meaning, or asks for the version. */
export function oldNames(source: PythonSource): OldSpot[] {
  const { text } = source
  const isGiven = (name: string): boolean =>
    new RegExp(
      `^\\s*(?:global\\s+)?${name}\\s*=|import\\s[^\\n]*\\b${name}\\b|\\bas\\s+${name}\\b|def\\s+${name}\\(|builtins?(?:__)?\\.${name}\\b|^from [\\w.]+ import \\([^)]*\\b${name}\\b|except NameError|import \\*`,
      'm',
    ).test(text)
  const asksVersion = /\bversion_info\b|\bPY[23]\b|\bpython_version\b/.test(text)
  if (asksVersion) return []
  const names = source.calls.filter(({ callee }) => removedNames.includes(callee) && !isGiven(callee))
  const methods = source.calls.filter(({ name, callee, positional }) => {
    if (!removedMethods.includes(name)) return false
    const takes = name === 'has_key' ? positional.length === 1 : positional.length === 0
    const isOwn = new RegExp(`def\\s+${name}\\(`).test(text)
    return callee !== name && !/\bsix\./.test(callee) && takes && !isOwn
  })
  return [...names, ...methods].map(({ node, name }) => ({ from: node.from, subject: name }))
}
