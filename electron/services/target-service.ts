import type { BaseImages } from '../../shared/model/base-image.ts'
import type { KeptChange } from '../../shared/model/packages.ts'
import type { TargetQuestion, TargetReport, TargetTrial, TrialQuestion } from '../../shared/model/target.ts'
import { isCancelled } from '../../shared/errors.ts'
import type { HistoryService } from '../core/history/history-service.ts'
import type { CodeJudge } from '../core/ports/code-judge.ts'
import type { Engine } from '../core/ports/engine.ts'
import type { BaseService } from './base-service.ts'
import type { KeptChangesService } from './kept-changes-service.ts'
import { trialImagesOf } from './trial-image.ts'

/**
 * Whether a script will run over there, by its source and by a look at the base images.
 */
export interface TargetService {
  check(question: TargetQuestion, signal: AbortSignal): Promise<TargetReport>
  /** Has a GPU base image that is in Docker tested beside it: the next check knows what it was built for. */
  try(question: TrialQuestion, signal: AbortSignal): Promise<TargetTrial>
}

export interface TargetServiceOptions {
  readonly engine: Engine
  readonly judge: CodeJudge
  readonly bases: BaseService
  readonly history: Pick<HistoryService, 'list' | 'record'>
  readonly keptChanges: Pick<KeptChangesService, 'list'>
}

type Pair = Pick<BaseImages, 'cpu' | 'gpu'>

export function createTargetService({
  engine,
  judge,
  bases,
  history,
  keptChanges,
}: TargetServiceOptions): TargetService {
  const changesOf = ({ projectId }: TrialQuestion): KeptChange[] => {
    return projectId === null ? [] : keptChanges.list(projectId)
  }

  return {
    check: async (question, signal) => {
      const { cpu, gpu } = trialImagesOf(question, history) ?? none
      const known = (image: string | null) => (image === null ? null : bases.known(image, signal))
      const [cpuFacts, gpuFacts] = await Promise.all([known(cpu), known(gpu)])
      return judge.check(question, { cpu: cpuFacts, gpu: gpuFacts }, signal)
    },
    try: async (question, signal) => {
      const { cpu, gpu } = trialImagesOf(question, history) ?? none
      const { tryTarget } = await import('../core/target/try-target.ts')
      const [trial] = await Promise.all([
        tryTarget(question, { engine, judge, base: cpu, keptChanges: changesOf(question), signal }),
        gpu === null
          ? null
          : bases.test({ image: gpu, accountId: null, asksRegistry: false }, signal).catch(unlessCancelled),
      ])
      return trial
    },
  }
}

const none: Pair = { cpu: null, gpu: null }

/** That an image is not here, or does not start, is not what was asked. */
function unlessCancelled(error: unknown): void {
  if (isCancelled(error)) throw error
}
