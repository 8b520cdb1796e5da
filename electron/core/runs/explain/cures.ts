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

/** Python reads and writes UTF-8 whatever the image's locale is: from 3.7 on by the first, before by the others. */
export const withUtf8 = withEnvironment({ PYTHONUTF8: '1', PYTHONIOENCODING: 'utf-8', LC_ALL: 'C.UTF-8' })

/** Python tells where a library crashed. */
export const withFaultHandler = withEnvironment({ PYTHONFAULTHANDLER: '1' })

/** CUDA tells of a failure at the line that made it. */
export const withBlockingLaunches = withEnvironment({ CUDA_LAUNCH_BLOCKING: '1' })

/** Matplotlib and Qt draw into files. */
export const withoutDisplay = withEnvironment({ MPLBACKEND: 'Agg', QT_QPA_PLATFORM: 'offscreen' })

/** Slower, but takes what any version has generated. */
export const withPythonProtobuf = withEnvironment({ PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION: 'python' })

export const withWandbOffline = withEnvironment({ WANDB_MODE: 'offline' })

const usualMasterPort = 29500
/** Far from the ports that launchers count up from the usual one. */
const portStep = 111

/** The next port that processes of one run may meet at. */
export function onOtherPort(setting: RunSetting): Cure | null {
  const known = Number(setting.options.environment.find(({ name }) => name === 'MASTER_PORT')?.value ?? usualMasterPort)
  const port = Number.isInteger(known) && known > 0 && known + portStep < 65_536 ? known + portStep : usualMasterPort
  return withEnvironment({ MASTER_PORT: String(port) })(setting)
}

/** The same run with more in its environment; null where it had all of it. */
function withEnvironment(added: Readonly<Record<string, string>>): (setting: RunSetting) => Cure | null {
  return ({ target, options }) => {
    const kept = options.environment.filter(({ name, value }) => added[name] === undefined || added[name] === value)
    const missing = Object.entries(added)
      .filter(([name]) => kept.every((variable) => variable.name !== name))
      .map(([name, value]) => ({ name, value }))
    if (missing.length === 0) return null
    const variables = missing.map(({ name, value }) => `${name}=${value}`).join(' ')
    return { change: 'environment', variables, target, options: { ...options, environment: [...kept, ...missing] } }
  }
}
