import { isDeepStrictEqual } from 'node:util'
import type { TrialQuestion } from '../../shared/model/target.ts'
import { noPackFilter } from '../../shared/model/pack-record.ts'
import type { HistoryService } from '../core/history/history-service.ts'

/** The CPU base image of a project: its own, or the one of its newest pack on the same base; null without either. */
export function trialImageOf({ projectId, base }: TrialQuestion, history: HistoryService): string | null {
  if (base.kind === 'own') return base.cpuImage === '' ? null : base.cpuImage
  const filter = { ...noPackFilter, projectId, states: ['succeeded' as const] }
  const [newest] = history.list(filter, { offset: 0, limit: 1 }).rows
  if (newest === undefined) return null
  const { job, request } = history.record(newest.id)
  const isSame = isDeepStrictEqual(request.project.base, base)
  return isSame && job.result?.kind === 'pack' ? job.result.baseImages.cpu : null
}
