import type { FindState, LogState } from '../../../shared/model/log.ts'
import type { LogMark } from './log-mark.ts'
import type { BarMark } from './log-scroll-bar.tsx'

interface BarMarksOptions {
  readonly state: LogState | null
  readonly find: FindState | null
  readonly marks: readonly LogMark[]
  readonly errorLabel: string
}

/** What the scroll bar shows, the most important last. */
export function barMarksOf({ state, find, marks, errorLabel }: BarMarksOptions): BarMark[] {
  const own = marks.map(({ index, kind, label }) => ({ row: index, kind, label }))
  return [
    ...own.filter(({ kind }) => kind === 'epoch'),
    ...(state?.errorRows ?? []).map((row) => ({ row, kind: 'error' as const, label: errorLabel })),
    ...(find?.rows ?? []).map((row) => ({ row, kind: 'found' as const, label: null })),
    ...own.filter(({ kind }) => kind !== 'epoch'),
  ]
}
