import type { JobState, StageState } from '../../shared/model/job.ts'
import './state-mark.css'

/** Shape and colour of a state; told apart without the colour. */
export type Mark = 'done' | 'running' | 'none' | 'warning' | 'failed'

export function markOfJob(state: JobState): Mark {
  switch (state) {
    case 'running':
      return 'running'
    case 'succeeded':
      return 'done'
    case 'failed':
      return 'failed'
    case 'cancelled':
      return 'none'
    case 'interrupted':
      return 'warning'
  }
}

export function markOfStage(state: StageState | 'waiting'): Mark {
  switch (state) {
    case 'started':
      return 'running'
    case 'done':
      return 'done'
    case 'failed':
      return 'failed'
    case 'skipped':
    case 'cancelled':
    case 'waiting':
      return 'none'
  }
}

/** The words beside it say what it means, so it is hidden from readers unless it stands alone with a label. */
export function StateMark({ mark, label }: { mark: Mark; label?: string }) {
  return (
    <svg
      className={`state-mark state-mark-${mark}`}
      viewBox="0 0 12 12"
      width="12"
      height="12"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <Shape mark={mark} />
    </svg>
  )
}

function Shape({ mark }: { mark: Mark }) {
  switch (mark) {
    case 'done':
      return <circle cx="6" cy="6" r="4.5" fill="currentColor" />
    case 'running':
      return (
        <>
          <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M6 2a4 4 0 0 1 0 8z" fill="currentColor" />
        </>
      )
    case 'none':
      return <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />
    case 'warning':
      return (
        <path
          d="M6 1.5 11 10.5H1zM6 5v2.4M6 8.8v.4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.3"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      )
    case 'failed':
      return <path d="m2.5 2.5 7 7m0-7-7 7" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
  }
}
