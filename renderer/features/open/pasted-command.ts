import { parseShellWords } from '../../../shared/uaitrain/shell-words.ts'

export interface PastedFlag {
  readonly name: string
  /** Null for a secret, which is shown to nobody, and for a flag without a value. */
  readonly value: string | null
  readonly isSecret: boolean
}

const callPattern = /pytorch_tool\.py['"]?\s+pack\b/

/** The flags of the tool whose values are secrets; argparse takes any unambiguous beginning of them. */
const secretFlags = ['private_key', 'uhub_password']

export function isPackCommand(text: string): boolean {
  return callPattern.test(text)
}

/** The flags of a pasted command, for its reader to recognise it; main has the last word on what they mean. */
export function readPastedFlags(line: string): PastedFlag[] {
  const words = parseShellWords(line.replaceAll(/\\\r?\n/g, ' ')) ?? []
  const flags: PastedFlag[] = []
  for (let at = 0; at < words.length; at += 1) {
    const [flag, inline] = splitOnce(words[at]?.value ?? '')
    if (!looksLikeFlag(flag)) continue
    const next = words[at + 1]?.value
    const value = inline ?? (next === undefined || looksLikeFlag(next) ? null : next)
    const name = flag.slice(2)
    const isSecret = secretFlags.some((secret) => secret.startsWith(name))
    flags.push({ name, value: isSecret ? null : value, isSecret })
  }
  return flags
}

/** A value with a space in it is one, even if it begins with dashes; so says argparse. */
function looksLikeFlag(word: string): boolean {
  return word.startsWith('--') && !word.includes(' ')
}

function splitOnce(word: string): [flag: string, value: string | undefined] {
  const at = word.indexOf('=')
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}
