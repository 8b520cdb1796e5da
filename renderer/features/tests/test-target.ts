import type { Job } from '../../../shared/model/job.ts'
import type { TestTarget } from '../../../shared/model/test-run.ts'

/** Which image a test runs; null where its job does not tell. */
export function testTarget(job: Job): TestTarget | null {
  return job.test?.target ?? (job.result?.kind === 'test' ? job.result.target : null)
}

/** Its key in the texts. */
export function testTitle(job: Job): 'tests.cpu' | 'tests.gpu' | 'tests.either' {
  return `tests.${testTarget(job) ?? 'either'}`
}
