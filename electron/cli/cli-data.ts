import { AppError, type ErrorData } from '../../shared/errors.ts'
import { createLogger, type Logger } from '../core/logs/logger.ts'
import { lookAtAppData, openAppData, type AppData } from '../services/app-data.ts'
import { logFolderOf } from '../services/data-paths.ts'
import type { CliEnvironment } from './cli-environment.ts'
import type { CliTools } from './cli-tools.ts'
import { describeError } from './describe-error.ts'

const told = new WeakSet<CliEnvironment>()

/** The app's database for a command that writes it. What is wrong with it is told on stderr. */
export async function openCliData(damage: 'rescue' | 'leave', tools: CliTools, log = cliLog(tools)): Promise<AppData> {
  const { environment, adapters } = tools
  const data = await openAppData({ dataFolder: environment.dataFolder, clock: adapters.clock, log, damage })
  return telling(data, log, tools)
}

/** For a command that only looks: null where the app has not been started yet. */
export async function lookAtCliData(tools: CliTools): Promise<AppData | null> {
  const log = cliLog(tools)
  const data = await lookAtAppData({ dataFolder: tools.environment.dataFolder, clock: tools.adapters.clock, log })
  return data === null ? null : telling(data, log, tools)
}

/** The same for a command that has more to say than that: what keeps it from looking is told, and it goes on without. */
export async function lookOrTell(tools: CliTools, tell = tellOn(tools)): Promise<AppData | null> {
  try {
    return await lookAtCliData(tools)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    tell((error as AppError).toData())
    return null
  }
}

function tellOn({ environment, texts }: CliTools): (error: ErrorData) => void {
  return (error) => environment.writeError(`${texts('cli.error', { message: describeError(error, texts) })}\n`)
}

export function cliLog({ environment, adapters, redactor }: CliTools): Logger {
  return createLogger({ folder: logFolderOf(environment.dataFolder), redactor, clock: adapters.clock })
}

function telling(data: AppData, log: Logger, { environment, texts }: CliTools): AppData {
  const { damagedPath } = data
  // Once, however often a command opens it.
  if (damagedPath !== null && !told.has(environment))
    environment.writeError(`${texts('cli.damagedAside', { path: damagedPath })}\n`)
  told.add(environment)
  return {
    ...data,
    close: () => {
      const count = data.unreadRows().length
      const path = logFolderOf(environment.dataFolder)
      if (count > 0) environment.writeError(`${texts('cli.unread', { count, path })}\n`)
      data.close()
      void log.flush()
    },
  }
}
