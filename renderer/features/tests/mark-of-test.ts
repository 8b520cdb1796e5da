import type { Job } from '../../../shared/model/job.ts'
import { markOfJob, type Mark } from '../../ui/state-mark.tsx'

/** A run whose engine is away may go on or not: nobody knows. */
export function markOfTest({ state, engineAwaySince }: Job): Mark {
  return engineAwaySince === undefined ? markOfJob(state) : 'warning'
}
