import { isCancelled } from '../../shared/errors.ts'
import type { JobId, ProjectId } from '../../shared/model/ids.ts'
import type { JobRunner } from '../core/jobs/job-runner.ts'
import type { JobStore } from '../core/jobs/job-store.ts'
import type { Logger } from '../core/logs/logger.ts'
import type { JobService, PackOptions } from './job-service.ts'
import type { TestService, TestWish } from './test-service.ts'

export interface PackAndTestOptions {
  readonly starts: Pick<JobService, 'startPack'>
  readonly tests: Pick<TestService, 'startTest'>
  readonly runner: Pick<JobRunner, 'ended'>
  readonly jobStore: Pick<JobStore, 'find'>
  readonly logger: Pick<Logger, 'internal'>
}

export interface PackAndTest extends PackOptions {
  /** What is to run of the pack once it has succeeded, whether somebody looks at it or not. */
  readonly thenTest?: Omit<TestWish, 'packJobId'> | undefined
}

/** Starts packs, and after those that were asked for it a test of what they made. */
export function createPackAndTest({ starts, tests, runner, jobStore, logger }: PackAndTestOptions) {
  const testAfter = async (packJobId: JobId, wish: Omit<TestWish, 'packJobId'>): Promise<void> => {
    try {
      await runner.ended(packJobId)
      if (jobStore.find(packJobId)?.state === 'succeeded') tests.startTest({ packJobId, ...wish })
    } catch (error) {
      if (!isCancelled(error)) logger.internal('test not started after its pack', error)
    }
  }
  return {
    startPack: (projectId: ProjectId, { thenTest, ...options }: PackAndTest): JobId => {
      const id = starts.startPack(projectId, options)
      if (thenTest !== undefined) void testAfter(id, thenTest)
      return id
    },
  }
}
