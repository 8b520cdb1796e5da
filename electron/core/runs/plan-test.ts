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
  readonly image: string
  readonly project: ProjectSettings
}

/** Of what was packed, not of what the project says by now. */
export function planTest(request: PackRequest, target: TestTarget, jobId: JobId): TestPlan {
  const { project } = request
  const image = target === 'cpu' ? cpuImageName(project) : gpuImageName(project, request)
  return { jobId, target, image, project }
}

/** The container of the printed command; its output comes unbuffered, since no terminal makes Python write at once. */
export function testContainer(plan: TestPlan): ContainerSpec {
  const { command, mounts } = testInvocation(plan.project, plan.target)
  return {
    image: plan.image,
    command,
    mounts,
    environment: { PYTHONUNBUFFERED: '1' },
    labels: { [jobLabel]: plan.jobId },
    runtime: plan.target === 'gpu' ? 'nvidia' : null,
    network: 'default',
  }
}
