import type { JobId } from '../../../shared/model/ids.ts'
import type { PackRequest } from '../../../shared/model/pack.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'
import type { RunOptions } from '../../../shared/model/run-options.ts'
import type { TestTarget } from '../../../shared/model/test-run.ts'
import { cpuImageName, gpuImageName } from '../../../shared/uaitrain/names.ts'

/** Carried by every container that the app makes for a job; the value is the job's id. */
export const jobLabel = 'cn.ucloud.uai-train-packer.job'
/** Carried by the one container of a job that runs the test. */
export const runLabel = 'cn.ucloud.uai-train-packer.run'

/** One run of one of a pack's images, as the pack's own command would do it. */
export interface TestPlan {
  readonly jobId: JobId
  readonly target: TestTarget
  /** The name, to be shown: another pack may have taken it over since. */
  readonly image: string
  /** `sha256:…` of the image that the pack made; this is what runs. */
  readonly imageId: string
  readonly project: ProjectSettings
  readonly options: RunOptions
}

export interface TestWish {
  readonly request: PackRequest
  readonly imageId: string
  readonly target: TestTarget
  readonly options: RunOptions
  readonly jobId: JobId
}

/** Of what was packed, not of what the project says by now. */
export function planTest({ request, imageId, target, options, jobId }: TestWish): TestPlan {
  return { jobId, target, image: testImageName(request, target), imageId, project: request.project, options }
}

export function testImageName(request: PackRequest, target: TestTarget): string {
  return target === 'cpu' ? cpuImageName(request.project) : gpuImageName(request.project, request)
}
