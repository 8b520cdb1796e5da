/** One way to authenticate that a registry offers in `WWW-Authenticate` (RFC 9110 §11.6.1). */
export interface Challenge {
  /** In lower case, such as `basic` or `bearer`. */
  readonly scheme: string
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const parameter = new RegExp(`^(${token})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))`)
const scheme = new RegExp(`^(${token})(?:\\s+|$|(?=,))`)
const separator = /^[\s,]+/

/** What cannot be understood ends the list; the challenges before it count. */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = []
  let rest = header.replace(separator, '')
  while (rest !== '') {
    const pair = parameter.exec(rest)
    const current = challenges.at(-1)
    if (pair && current) {
      const [whole, name = '', quoted, bare] = pair
      current.parameters.set(name.toLowerCase(), quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1'))
      rest = rest.slice(whole.length).replace(separator, '')
      continue
    }
    const next = scheme.exec(rest)
    if (!next) break
    challenges.push({ scheme: (next[1] ?? '').toLowerCase(), parameters: new Map() })
    rest = rest.slice(next[0].length).replace(separator, '')
  }
  return challenges
}
