import type { Redactor } from '../logs/redactor.ts'
import type { SecretRule } from './find-secrets.ts'

/** Keys and passwords of the user's own accounts, by their values: those that the app has read from the keychain. */
export function ownSecretsRule({ redact }: Pick<Redactor, 'redact'>): SecretRule {
  return ({ text }) =>
    redact(text) === text
      ? []
      : linesWhere(text, (line) => redact(line) !== line).map((line) => ({ line, rule: 'account' }))
}

function linesWhere(text: string, holds: (line: string) => boolean): number[] {
  return text.split('\n').flatMap((line, index) => (holds(line) ? [index + 1] : []))
}
