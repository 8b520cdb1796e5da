import type { JobId } from '../../../shared/model/ids.ts'
import type { PackRequest } from '../../../shared/model/pack.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'
import type { TestTarget } from '../../../shared/model/test-run.ts'
import { cpuImageName, gpuImageName } from '../../../shared/uaitrain/names.ts'
import { testInvocation } from '../../../shared/uaitrain/test-invocation.ts'
import type { ContainerSpec } from '../ports.ts'

/** Carried by every container that the app makes for a job; the value is the job's id. */
export const jobLabel = 'cn.ucloud.uai-train-packer.job'

/** One run of one of a pack's images, as the pack's own command would do it. */
export interface TestPlan {
  readonly jobId: JobId
  readonly target: TestTarget
  /** The name, to be shown: another pack may have taken it over since. */
  readonly image: string
  /** `sha256:…` of the image that the pack made; this is what runs. */
  readonly imageId: string
  readonly project: ProjectSettings
}

/** Of what was packed, not of what the project says by now. */
export function planTest(
  { request, imageId }: { readonly request: PackRequest; readonly imageId: string },
  target: TestTarget,
  jobId: JobId,
): TestPlan {
  return { jobId, target, image: testImageName(request, target), imageId, project: request.project }
}

export function testImageName(request: PackRequest, target: TestTarget): string {
  return target === 'cpu' ? cpuImageName(request.project) : gpuImageName(request.project, request)
}

/** How an engine gives a container its GPUs: by nvidia-docker's runtime, or by its own `--gpus all`. */
export type GpuAccess = 'none' | 'runtime' | 'device-request'

/** The container of the printed command; its output comes unbuffered, since no terminal makes Python write at once. */
export function testContainer(plan: TestPlan, gpuAccess: GpuAccess): ContainerSpec {
  const { command, mounts } = testInvocation(plan.project, plan.target)
  return {
    image: plan.imageId,
    command,
    mounts,
    environment: { PYTHONUNBUFFERED: '1', ...(gpuAccess === 'runtime' && { NVIDIA_VISIBLE_DEVICES: 'all' }) },
    labels: { [jobLabel]: plan.jobId },
    runtime: gpuAccess === 'runtime' ? 'nvidia' : null,
    ...(gpuAccess === 'device-request' && { gpus: 'all' as const }),
    network: 'default',
  }
}
