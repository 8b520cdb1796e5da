import { runLimits, type RunOptions } from '../../../shared/model/run-options.ts'
import type { TestTarget } from '../../../shared/model/test-run.ts'
import {
  environmentText,
  gpusText,
  parseEnvironment,
  parseGpus,
  type OptionProblem,
  type Reading,
} from './option-fields.ts'

/** The form as it is typed. */
export interface OptionTexts {
  readonly sharedMemory: string
  readonly gpus: string
  readonly memory: string
  readonly cpus: string
  readonly environment: string
  readonly user: RunOptions['user']
}

export type OptionProblems = Partial<Record<keyof OptionTexts, OptionProblem>>

interface OptionsReading {
  /** Null as long as there is a problem: nothing of what was typed is left out or changed on the way. */
  readonly options: RunOptions | null
  readonly problems: OptionProblems
}

interface Range {
  readonly min: number
  readonly max: number
}

const mbOfUnit = { m: 1, g: 1024, t: 1024 * 1024 } as const

export function optionTexts(options: RunOptions): OptionTexts {
  return {
    sharedMemory: megabytesText(options.sharedMemoryMb),
    gpus: gpusText(options.gpus),
    memory: megabytesText(options.memoryMb),
    cpus: options.cpus === null ? '' : String(options.cpus),
    environment: environmentText(options.environment),
    user: options.user,
  }
}

/** What was typed, by the limits that the run's options have. */
export function readOptions(texts: OptionTexts, target: TestTarget): OptionsReading {
  const readings = {
    sharedMemory: readMegabytes(texts.sharedMemory, runLimits.sharedMemoryMb),
    gpus: readGpus(texts.gpus, target),
    memory: readMegabytes(texts.memory, runLimits.memoryMb),
    cpus: readCpus(texts.cpus),
    environment: parseEnvironment(texts.environment),
  }
  const { sharedMemory, gpus, memory, cpus, environment } = readings
  if (
    'problem' in sharedMemory ||
    'problem' in gpus ||
    'problem' in memory ||
    'problem' in cpus ||
    'problem' in environment
  ) {
    const problems = Object.entries(readings).flatMap(([field, reading]) =>
      'problem' in reading ? [[field, reading.problem] as const] : [],
    )
    return { options: null, problems: Object.fromEntries(problems) }
  }
  return {
    options: {
      sharedMemoryMb: sharedMemory.value,
      gpus: gpus.value,
      memoryMb: memory.value,
      cpus: cpus.value,
      environment: environment.value,
      user: texts.user,
    },
    problems: {},
  }
}

/** `512`, `512 MB`, `1.5 GB`, `8g`; a number alone is in MB, and nothing is no limit. */
function readMegabytes(text: string, range: Range): Reading<number | null> {
  const words = text.trim()
  if (words === '') return { value: null }
  const [, digits, unit = 'm'] = /^(-?\d+(?:\.\d+)?)\s*(?:([mgt])(?:i?b)?)?$/i.exec(words) ?? []
  if (digits === undefined) return { problem: { code: 'notSize', values: { text: words } } }
  const megabytes = Math.floor(Number(digits) * mbOfUnit[unit.toLowerCase() as keyof typeof mbOfUnit])
  return inRange(megabytes, range, megabytesText)
}

function readCpus(text: string): Reading<number | null> {
  const words = text.trim()
  if (words === '') return { value: null }
  if (!/^-?\d+(?:\.\d+)?$/.test(words)) return { problem: { code: 'notNumber', values: { text: words } } }
  return inRange(Number(words), runLimits.cpus, String)
}

/** A CPU test gets none, whatever is written there. */
function readGpus(text: string, target: TestTarget): Reading<RunOptions['gpus']> {
  const gpus = parseGpus(text)
  if (gpus !== null) return { value: gpus }
  return target === 'cpu' ? { value: { kind: 'all' } } : { problem: { code: 'notGpus', values: { text: text.trim() } } }
}

function inRange(value: number, { min, max }: Range, textOf: (value: number) => string): Reading<number> {
  if (value < min) return { problem: { code: 'tooLittle', values: { least: textOf(min) } } }
  if (value > max) return { problem: { code: 'tooMuch', values: { most: textOf(max) } } }
  return { value }
}

/** In the biggest unit that needs no fraction. */
function megabytesText(megabytes: number | null): string {
  if (megabytes === null) return ''
  if (megabytes % mbOfUnit.t === 0) return `${megabytes / mbOfUnit.t} TB`
  return megabytes % mbOfUnit.g === 0 ? `${megabytes / mbOfUnit.g} GB` : `${megabytes} MB`
}
