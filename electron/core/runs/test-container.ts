import type { GpuAccess } from '../../../shared/model/gpu.ts'
import type { GpuChoice, RunOptions } from '../../../shared/model/run-options.ts'
import { cdiDevices, visibleDevices, type Owner } from '../../../shared/uaitrain/run-command.ts'
import { testInvocation } from '../../../shared/uaitrain/test-invocation.ts'
import type { ContainerSpec } from '../ports/engine.ts'
import { jobLabel, runLabel, type TestPlan } from './plan-test.ts'

export interface TestSurroundings {
  readonly gpuAccess: GpuAccess
  /** Null where files have no owners, and for root, whose a container's files are anyway. */
  readonly owner: Owner | null
  /** The app's own, for variables that are to be passed on. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

const bytesOfMb = 1024 * 1024

/** The container of the equivalent command; its output comes unbuffered, since no terminal makes Python write at once. */
export function testContainer(plan: TestPlan, { gpuAccess, owner, environment }: TestSurroundings): ContainerSpec {
  const { options } = plan
  const { command, mounts } = testInvocation(plan.project, plan.target)
  return {
    image: plan.imageId,
    command,
    mounts,
    environment: {
      PYTHONUNBUFFERED: '1',
      ...(gpuAccess === 'runtime' && { NVIDIA_VISIBLE_DEVICES: visibleDevices(options.gpus) }),
      ...chosenEnvironment(options, environment),
    },
    labels: { [jobLabel]: plan.jobId, [runLabel]: plan.jobId },
    keepsOutput: true,
    runtime: gpuAccess === 'runtime' ? 'nvidia' : null,
    ...gpusOf(options.gpus, gpuAccess),
    ...(options.sharedMemoryMb !== null && { sharedMemoryBytes: options.sharedMemoryMb * bytesOfMb }),
    ...(options.memoryMb !== null && { memoryBytes: options.memoryMb * bytesOfMb }),
    ...(options.cpus !== null && { cpus: options.cpus }),
    ...(options.user === 'own' && owner !== null && { user: `${owner.uid}:${owner.gid}` }),
    network: 'default',
  }
}

/** As `docker run -e NAME` does, a variable that the app does not have is left out. */
function chosenEnvironment(
  options: RunOptions,
  own: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const pairs = options.environment.map(({ name, value }) => [name, value ?? own[name]] as const)
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined))
}

function gpusOf(gpus: GpuChoice, access: GpuAccess): Pick<ContainerSpec, 'gpus'> {
  if (access === 'cdi') return { gpus: { driver: 'cdi', count: null, ids: cdiDevices(gpus) } }
  if (access !== 'device-request') return {}
  if (gpus.kind === 'devices') return { gpus: { driver: '', count: null, ids: gpus.ids } }
  return { gpus: { driver: '', count: gpus.kind === 'all' ? -1 : gpus.count, ids: [] } }
}
