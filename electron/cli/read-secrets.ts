import type { SecretName } from '../../shared/model/account.ts'
import type { CliEnvironment } from './cli-environment.ts'
import type { PackValues } from '../../shared/uaitrain/pack-values.ts'
import { UsageError } from '../../shared/uaitrain/parse-arguments.ts'
import type { Texts } from './texts.ts'

export interface GivenSecrets {
  readonly privateKey: string | null
  readonly uhubPassword: string | null
  /** The flags by which a secret was given for everybody on the machine to see. */
  readonly visibleFlags: readonly string[]
}

const flags = { privateKey: 'private_key', uhubPassword: 'uhub_password' } as const satisfies Record<SecretName, string>
const variables = {
  privateKey: 'UAI_PRIVATE_KEY',
  uhubPassword: 'UAI_UHUB_PASSWORD',
} as const satisfies Record<SecretName, string>

/** The secrets of a command line: its flags, else its standard input if it is to be read, else the environment. */
export async function readSecrets(
  values: PackValues,
  environment: CliEnvironment,
  texts: Texts,
): Promise<GivenSecrets> {
  const askForSecrets = (): void => environment.writeError(`${texts('cli.typeSecrets')}\n`)
  const input = values.has('secrets_stdin')
    ? parseSecretLines(await environment.readInput(askForSecrets))
    : new Map<string, string>()
  const find = (name: SecretName): string | null => {
    const candidates = [values.get(flags[name]), input.get(flags[name]), environment.variables[variables[name]]]
    return candidates.find((value) => value !== undefined && value !== '') ?? null
  }
  return {
    privateKey: find('privateKey'),
    uhubPassword: find('uhubPassword'),
    visibleFlags: Object.values(flags)
      .filter((flag) => (values.get(flag) ?? '') !== '')
      .map((flag) => `--${flag}`),
  }
}

/** Lines `private_key=…` and `uhub_password=…`; the value is everything after the first `=`. */
function parseSecretLines(text: string): ReadonlyMap<string, string> {
  const secrets = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue
    const equals = line.indexOf('=')
    const name = line.slice(0, Math.max(equals, 0)).trim()
    if (!Object.values<string>(flags).includes(name)) throw new UsageError({ code: 'badSecretLine' })
    secrets.set(name, line.slice(equals + 1))
  }
  return secrets
}
