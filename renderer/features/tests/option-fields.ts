import type { Gpu } from '../../../shared/model/gpu.ts'
import {
  environmentLimits,
  EnvironmentVariable,
  GpuChoice,
  type EnvironmentVariable as Variable,
  type GpuChoice as Gpus,
} from '../../../shared/model/run-options.ts'

/** Why a field will not do; its words, with the cure, are in the texts under `runs.problems`. */
export interface OptionProblem {
  readonly code:
    'notSize' | 'notNumber' | 'tooLittle' | 'tooMuch' | 'notGpus' | 'badName' | 'longValue' | 'manyVariables'
  readonly values: Readonly<Record<string, string | number>>
}

export type Reading<Value> = { readonly value: Value } | { readonly problem: OptionProblem }

/** `NAME=value` a line, or `NAME` alone for the app's own value; the first line that is neither is told. */
export function parseEnvironment(text: string): Reading<Variable[]> {
  const variables: Variable[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const equals = line.indexOf('=')
    const name = (equals < 0 ? line : line.slice(0, equals)).trim()
    const value = equals < 0 ? null : line.slice(equals + 1)
    const parsed = EnvironmentVariable.safeParse({ name, value })
    // The value may be a secret, and is not said again.
    if (!parsed.success) {
      const code = EnvironmentVariable.shape.name.safeParse(name).success ? 'longValue' : 'badName'
      return { problem: { code, values: { line: index + 1, name, most: environmentLimits.length } } }
    }
    variables.push(parsed.data)
  }
  const most = environmentLimits.variables
  return variables.length > most ? { problem: { code: 'manyVariables', values: { most } } } : { value: variables }
}

export function environmentText(variables: readonly Variable[]): string {
  return variables.map(({ name, value }) => (value === null ? name : `${name}=${value}`)).join('\n')
}

/** An index, that of a part of a GPU too, or a UUID. */
const device = /^(?:\d+(?::\d+)?|(?:GPU|MIG)-[\w-]+)$/

/** `all` or nothing, a count, or devices by index or UUID: `device=0,2`; null when it is none of these. */
export function parseGpus(text: string): Gpus | null {
  const words = text.trim()
  if (words === '' || words === 'all') return { kind: 'all' }
  if (/^\d+$/.test(words)) return gpuChoice({ kind: 'count', count: Number(words) })
  const ids = words.replace(/^device=/, '').split(/\s*,\s*/)
  return ids.every((id) => device.test(id)) ? gpuChoice({ kind: 'devices', ids }) : null
}

function gpuChoice(value: unknown): Gpus | null {
  const parsed = GpuChoice.safeParse(value)
  return parsed.success ? parsed.data : null
}

export function gpusText(gpus: Gpus): string {
  switch (gpus.kind) {
    case 'all':
      return 'all'
    case 'count':
      return String(gpus.count)
    case 'devices':
      return `device=${gpus.ids.join(',')}`
  }
}

export function isChosen(gpus: Gpus, { index, uuid }: Pick<Gpu, 'index' | 'uuid'>): boolean {
  switch (gpus.kind) {
    case 'all':
      return true
    case 'count':
      return index < gpus.count
    case 'devices':
      return gpus.ids.includes(String(index)) || gpus.ids.includes(uuid)
  }
}

/** With one more or one less of those that there are; the last one stays. */
export function toggleGpu(gpus: Gpus, toggled: Gpu, all: readonly Gpu[]): Gpus {
  const chosen = all.filter((gpu) => isChosen(gpus, gpu) !== (gpu.uuid === toggled.uuid))
  if (chosen.length === 0) return gpus
  if (chosen.length === all.length) return { kind: 'all' }
  return { kind: 'devices', ids: chosen.map(({ index }) => String(index)) }
}
