import type { Gpu } from '../../../shared/model/gpu.ts'
import {
  EnvironmentVariable,
  GpuChoice,
  type EnvironmentVariable as Variable,
  type GpuChoice as Gpus,
} from '../../../shared/model/run-options.ts'

/** `NAME=value` a line, or `NAME` alone for the app's own value; null when a line is neither. */
export function parseEnvironment(text: string): Variable[] | null {
  const variables: Variable[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const equals = line.indexOf('=')
    const parsed = EnvironmentVariable.safeParse({
      name: (equals < 0 ? line : line.slice(0, equals)).trim(),
      value: equals < 0 ? null : line.slice(equals + 1),
    })
    if (!parsed.success) return null
    variables.push(parsed.data)
  }
  return variables
}

export function environmentText(variables: readonly Variable[]): string {
  return variables.map(({ name, value }) => (value === null ? name : `${name}=${value}`)).join('\n')
}

/** `all` or nothing, a count, or devices by index or UUID: `device=0,2`; null when it is none of these. */
export function parseGpus(text: string): Gpus | null {
  const words = text.trim()
  if (words === '' || words === 'all') return { kind: 'all' }
  if (/^\d+$/.test(words)) return gpuChoice({ kind: 'count', count: Number(words) })
  const ids = words.replace(/^device=/, '').split(/\s*,\s*/)
  return gpuChoice({ kind: 'devices', ids })
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
