import type { JobId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'

/** A test run of each of two packs; null where a pack has none. */
export interface RunChoice {
  readonly left: JobId | null
  readonly right: JobId | null
}

/** The runs that tell the most beside each other: the newest of one image that went well, else the newest of all. */
export function chooseRuns(left: readonly Job[], right: readonly Job[]): RunChoice {
  for (const target of ['gpu', 'cpu'] as const) {
    const isGood = ({ state, test }: Job): boolean => state === 'succeeded' && test?.target === target
    const [one, other] = [left.find(isGood), right.find(isGood)]
    if (one !== undefined && other !== undefined) return { left: one.id, right: other.id }
  }
  return { left: left[0]?.id ?? null, right: right[0]?.id ?? null }
}
