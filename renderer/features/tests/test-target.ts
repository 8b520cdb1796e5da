import type { Job } from '../../../shared/model/job.ts'

/** The key in the texts of which image a test runs. */
export function testTitle(job: Job): 'tests.cpu' | 'tests.gpu' | 'tests.either' {
  return `tests.${job.test?.target ?? 'either'}`
}
