import { join } from 'node:path'
import { AppError, isCancelled, type ErrorData } from '../../shared/errors.ts'
import { foreignText, jsonLine } from '../../shared/text/foreign-text.ts'
import { createLogger } from '../core/logs/logger.ts'
import { createRedactor } from '../core/logs/redactor.ts'
import type { Adapters } from '../services/adapters.ts'
import { checkCommand, checkFlags } from './check-command.ts'
import type { CliEnvironment } from './cli-environment.ts'
import { describeError, describeUsageProblem } from './describe-error.ts'
import { explainCommand, explainFlags, explainOperand } from './explain-command.ts'
import { doctorCommand, doctorFlags } from './doctor-command.ts'
import {
  describeCheck,
  describeDoctor,
  describeExplain,
  describePack,
  describeProgram,
  describeSandbox,
  describeScan,
} from './help.ts'
import type { CliTools } from './cli-tools.ts'
import { packCommand } from './pack-command.ts'
import { packFlags } from '../../shared/uaitrain/pack-flags.ts'
import { mentionsFlag, parseArguments, UsageError } from '../../shared/uaitrain/parse-arguments.ts'
import { scanCommand, scanFlags, scanOperand } from './scan-command.ts'
import { sandboxCommand, sandboxFlags } from './sandbox-command.ts'
import { createTexts } from './texts.ts'

const exitCodes = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const

/** Runs one command line to its exit code. Everything a user is told goes through the environment. */
export async function runCli(words: readonly string[], given: CliEnvironment, adapters: Adapters): Promise<number> {
  const environment = withSafeWords(given)
  const texts = createTexts(environment.variables)
  const redactor = createRedactor()
  try {
    return await dispatch(words, { environment, texts, adapters, redactor })
  } catch (error) {
    return await tellFailure(error, { words, environment, texts, adapters, redactor })
  } finally {
    await adapters.engine.settle()
  }
}

/** Whatever a registry, an engine, a file or an API said: a terminal gets no command out of it. */
function withSafeWords(environment: CliEnvironment): CliEnvironment {
  return {
    ...environment,
    writeOutput: (text) => environment.writeOutput(foreignText(text)),
    writeError: (text) => environment.writeError(foreignText(text)),
  }
}

async function dispatch([command, ...rest]: readonly string[], tools: CliTools): Promise<number> {
  const { environment, texts } = tools
  switch (command) {
    case 'pack': {
      const { values, help } = parseArguments(packFlags, rest)
      if (help) environment.writeOutput(describePack(texts))
      else await packCommand(values, tools)
      return exitCodes.ok
    }
    case 'check': {
      const { values, help } = parseArguments(checkFlags, rest)
      if (!help) return (await checkCommand(values, tools)) ? exitCodes.ok : exitCodes.failed
      environment.writeOutput(describeCheck(texts))
      return exitCodes.ok
    }
    case 'explain': {
      const { values, help, operands } = parseArguments(explainFlags, rest, [explainOperand])
      if (help) environment.writeOutput(describeExplain(texts))
      else await explainCommand(operands[0] ?? '', values, tools)
      return exitCodes.ok
    }
    case 'scan': {
      const { values, help, operands } = parseArguments(scanFlags, rest, [scanOperand])
      if (help) environment.writeOutput(describeScan(texts))
      else await scanCommand(operands[0] ?? '', values, tools)
      return exitCodes.ok
    }
    case 'sandbox': {
      const { values, help } = parseArguments(sandboxFlags, rest)
      if (help) environment.writeOutput(describeSandbox(texts))
      else await sandboxCommand(values, tools)
      return exitCodes.ok
    }
    case 'doctor': {
      const { values, help } = parseArguments(doctorFlags, rest)
      if (!help) return (await doctorCommand(values, tools)) ? exitCodes.ok : exitCodes.failed
      environment.writeOutput(describeDoctor(texts))
      return exitCodes.ok
    }
    case '--version':
      environment.writeOutput(`${environment.version}\n`)
      return exitCodes.ok
    case undefined:
    case '-h':
    case '--help':
      environment.writeOutput(describeProgram(texts))
      return command === undefined ? exitCodes.usage : exitCodes.ok
    default:
      throw new UsageError({ code: 'unexpected', text: command })
  }
}

/** One line on stderr, or one object on standard output for a program that asked for it. */
async function tellFailure(error: unknown, options: CliTools & { words: readonly string[] }): Promise<number> {
  const { words, environment, texts, redactor } = options
  const failure = await describeFailure(error, options)
  const message = redactor.redact(failure.message)
  const wantsJson =
    (words[0] === 'pack' && mentionsFlag(packFlags, 'json', words)) ||
    (words[0] === 'check' && mentionsFlag(checkFlags, 'json', words)) ||
    (words[0] === 'explain' && mentionsFlag(explainFlags, 'json', words)) ||
    (words[0] === 'scan' && mentionsFlag(scanFlags, 'json', words)) ||
    (words[0] === 'doctor' && mentionsFlag(doctorFlags, 'json', words))
  if (wantsJson) {
    const details = failure.data === null ? { code: 'usage', details: {} } : redactor.redactError(failure.data)
    environment.writeOutput(jsonLine({ error: { ...details, message } }))
  } else {
    environment.writeError(`${texts('cli.error', { message })}\n`)
  }
  return failure.exitCode
}

async function describeFailure(
  error: unknown,
  tools: CliTools,
): Promise<{ message: string; data: ErrorData | null; exitCode: number }> {
  const { texts } = tools
  if (error instanceof UsageError) {
    return { message: describeUsageProblem(error.problem, texts), data: null, exitCode: exitCodes.usage }
  }
  const data = error instanceof AppError ? (error as AppError).toData() : await logUnforeseen(error, tools)
  const exitCode = isCancelled(error) ? exitCodes.interrupted : exitCodes.failed
  return { message: describeError(data, texts), data, exitCode }
}

async function logUnforeseen(error: unknown, { environment, adapters, redactor }: CliTools): Promise<ErrorData> {
  const folder = join(environment.dataFolder, 'logs')
  const logger = createLogger({ folder, redactor, clock: adapters.clock })
  const internal = logger.internal('command line', error)
  await logger.flush()
  return internal.toData()
}
