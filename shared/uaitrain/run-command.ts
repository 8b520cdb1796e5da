import type { GpuAccess } from '../model/gpu.ts'
import type { GpuChoice, RunOptions } from '../model/run-options.ts'
import type { TestTarget } from '../model/test-run.ts'
import { doubleQuote, quoteWord } from './shell-words.ts'
import { testInvocation, type TestSettings } from './test-invocation.ts'

/** The user whose files the outputs are to be. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

export interface RunCommand {
  readonly settings: TestSettings
  readonly target: TestTarget
  readonly image: string
  readonly options: RunOptions
  /** How the engine is asked for GPUs; of a CPU test it does not matter. */
  readonly gpuAccess: GpuAccess
  readonly owner: Owner | null
}

/** The printed test command with the options of a run: what to type to get the same by hand. */
export function runCommand({ settings, target, image, options, gpuAccess, owner }: RunCommand): string {
  const { command, mounts } = testInvocation(settings, target)
  const [shell, flag, script] = command
  const words = [
    ...(options.sharedMemoryMb === null ? [] : ['--shm-size', `${options.sharedMemoryMb}m`]),
    ...(options.memoryMb === null ? [] : ['--memory', `${options.memoryMb}m`]),
    ...(options.cpus === null ? [] : ['--cpus', String(options.cpus)]),
    ...(options.user === 'own' && owner !== null ? ['--user', `${owner.uid}:${owner.gid}`] : []),
    ...(target === 'gpu' ? gpuWords(options.gpus, gpuAccess) : []),
    ...options.environment.flatMap(({ name, value }) => ['-e', value === null ? name : `${name}=${value}`]),
    ...mounts.flatMap(({ source, target: inside }) => ['-v', `${source}:${inside}`]),
    image,
  ]
  return `sudo docker run -it ${words.map(quoteWord).join(' ')} ${shell} ${flag} ${doubleQuote(script)}`
}

function gpuWords(gpus: GpuChoice, access: GpuAccess): string[] {
  switch (access) {
    case 'runtime':
      return ['--runtime', 'nvidia', '-e', `NVIDIA_VISIBLE_DEVICES=${visibleDevices(gpus)}`]
    case 'cdi':
      return cdiDevices(gpus).flatMap((device) => ['--device', device])
    case 'device-request':
    case 'none':
      return ['--gpus', gpus.kind === 'devices' ? `"device=${gpus.ids.join(',')}"` : visibleCount(gpus)]
  }
}

/** For the variable that nvidia's runtime reads: all, or the devices by index or UUID. */
export function visibleDevices(gpus: GpuChoice): string {
  return gpus.kind === 'all' ? 'all' : deviceIds(gpus).join(',')
}

/** The names of CDI, one a device (https://github.com/cncf-tags/container-device-interface). */
export function cdiDevices(gpus: GpuChoice): string[] {
  const ids = gpus.kind === 'all' ? ['all'] : deviceIds(gpus)
  return ids.map((id) => `nvidia.com/gpu=${id}`)
}

function deviceIds(gpus: Exclude<GpuChoice, { kind: 'all' }>): readonly string[] {
  return gpus.kind === 'devices' ? gpus.ids : Array.from({ length: gpus.count }, (_, index) => String(index))
}

function visibleCount(gpus: Exclude<GpuChoice, { kind: 'devices' }>): string {
  return gpus.kind === 'all' ? 'all' : String(gpus.count)
}
