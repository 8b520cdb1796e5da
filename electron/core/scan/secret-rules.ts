import type { Redactor } from '../logs/redactor.ts'
import type { SecretRule } from './find-secrets.ts'

/** Keys and passwords of the user's own accounts, by their values: those that the app has read from the keychain. */
export function ownSecretsRule({ redact }: Pick<Redactor, 'redact'>): SecretRule {
  return ({ text }) =>
    redact(text) === text
      ? []
      : linesWhere(text, (line) => redact(line) !== line).map((line) => ({ line, rule: 'account' }))
}

/** The heading of RFC 7468, in all its variants. */
const privateKey = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/

export const privateKeyRule: SecretRule = ({ text }) =>
  privateKey.test(text)
    ? linesWhere(text, (line) => privateKey.test(line)).map((line) => ({ line, rule: 'private-key' }))
    : []

function linesWhere(text: string, holds: (line: string) => boolean): number[] {
  return text.split('\n').flatMap((line, index) => (holds(line) ? [index + 1] : []))
}
