import type { Cure } from '../../../../shared/model/explanation.ts'
import type { RunSetting } from './known-failure.ts'

const amplySharedMb = 8192

/** The same run with 8 GB of shared memory, or with twice as much as it had. */
export function moreSharedMemory({ target, options }: RunSetting): Cure {
  const sharedMemoryMb = Math.max(amplySharedMb, 2 * (options.sharedMemoryMb ?? 0))
  return { change: 'shared-memory', target, options: { ...options, sharedMemoryMb } }
}

export function withoutMemoryLimit({ target, options }: RunSetting): Cure | null {
  return options.memoryMb === null
    ? null
    : { change: 'no-memory-limit', target, options: { ...options, memoryMb: null } }
}

export function asImageUser({ target, options }: RunSetting): Cure | null {
  return options.user === 'image' ? null : { change: 'image-user', target, options: { ...options, user: 'image' } }
}

/** The same run, in which NCCL says what it does. */
export function withNcclDebug({ target, options }: RunSetting): Cure | null {
  if (options.environment.some(({ name }) => name === 'NCCL_DEBUG')) return null
  const environment = [...options.environment, { name: 'NCCL_DEBUG', value: 'INFO' }]
  return { change: 'nccl-debug', target, options: { ...options, environment } }
}

/** The other image's test, which needs no GPU. */
export function onCpu({ options }: RunSetting): Cure {
  return { change: 'cpu', target: 'cpu', options }
}
