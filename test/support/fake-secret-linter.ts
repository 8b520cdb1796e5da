import type { SecretLinter } from '../../electron/core/ports/secrets.ts'

/** Finds whatever calls itself a secret. */
export const fakeSecretLinter: SecretLinter = {
  find: ({ text }) =>
    Promise.resolve(
      text.split('\n').flatMap((line, index) => (line.includes('SECRET') ? [{ line: index + 1, rule: 'fake' }] : [])),
    ),
  close: () => Promise.resolve(),
}
