import { isDeepStrictEqual } from 'node:util'
import type { BaseImages } from '../../shared/model/base-image.ts'
import { noPackFilter } from '../../shared/model/pack-record.ts'
import type { TargetQuestion } from '../../shared/model/target.ts'
import type { HistoryService } from '../core/history/history-service.ts'

/** The base images of a project: its own, or those of its newest pack on the same base; null without either. */
export function trialImagesOf(
  { projectId, base }: Pick<TargetQuestion, 'projectId' | 'base'>,
  history: Pick<HistoryService, 'list' | 'record'>,
): Pick<BaseImages, 'cpu' | 'gpu'> | null {
  if (base.kind === 'own') {
    return { cpu: base.cpuImage === '' ? null : base.cpuImage, gpu: base.gpuImage === '' ? null : base.gpuImage }
  }
  if (projectId === null) return null
  const filter = { ...noPackFilter, projectId, states: ['succeeded' as const] }
  const [newest] = history.list(filter, { offset: 0, limit: 1 }).rows
  if (newest === undefined) return null
  const { job, request } = history.record(newest.id)
  const isSame = isDeepStrictEqual(request.project.base, base)
  return isSame && job.result?.kind === 'pack' ? job.result.baseImages : null
}
