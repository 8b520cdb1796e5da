import type { ErrorDetails } from '../../../shared/errors.ts'
import type { PackRecord } from '../../../shared/model/pack-record.ts'

/** How a pack's CPU image failed when it was tried before the push; null where it did not, or has passed since. */
export function failedTry({ job, smoke }: Pick<PackRecord, 'job' | 'smoke'>): ErrorDetails<'smoke-failed'> | null {
  const told = job.error?.code === 'smoke-failed' ? job.error.details : null
  // The badge is the image's, whichever pack has tried it last; only the pack that failed tells more than the rung.
  if (smoke === null) return told
  if (smoke.verdict !== 'failed' || smoke.rung === null) return null
  return told?.rung === smoke.rung ? told : { rung: smoke.rung, failure: '', subject: '', words: '' }
}
