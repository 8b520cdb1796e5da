import type { Redactor } from '../core/logs/redactor.ts'
import type { Adapters } from '../services/adapters.ts'
import type { CliEnvironment } from './cli-environment.ts'
import type { Texts } from './texts.ts'

/** What every command of the command line works with. */
export interface CliTools {
  readonly environment: CliEnvironment
  readonly texts: Texts
  readonly adapters: Adapters
  readonly redactor: Redactor
}
