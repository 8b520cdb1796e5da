import type { RecordedPush } from '../../../shared/model/pack-record.ts'

/** What was pushed, whatever its tag stands for by now. */
export function referenceByDigest({ reference, digest }: Pick<RecordedPush, 'reference' | 'digest'>): string {
  return `${reference.slice(0, reference.lastIndexOf(':'))}@${digest}`
}
