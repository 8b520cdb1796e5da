import type { ErrorData } from '../../../shared/errors.ts'
import type { TargetQuestion, TargetReport } from '../../../shared/model/target.ts'
import type { KnownBases } from '../../core/ports/code-judge.ts'

export type JudgeOrder = { readonly id: number } & (
  | { readonly type: 'check'; readonly question: TargetQuestion; readonly bases: KnownBases }
  | { readonly type: 'modules'; readonly question: Pick<TargetQuestion, 'codePath' | 'mainFile'> }
)

export type JudgeAnswer = { readonly id: number } & (
  | { readonly type: 'report'; readonly report: TargetReport }
  | { readonly type: 'modules'; readonly modules: string[] | null }
  | { readonly type: 'failed'; readonly error: ErrorData | null; readonly words: string }
)
