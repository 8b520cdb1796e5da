/** Something worth finding again in a log: it is drawn on the scroll bar and beside its line. */
export interface LogMark {
  /** The line's index within the job. */
  readonly index: number
  readonly kind: 'error' | 'explained' | 'epoch' | 'selected'
  /** Read out, and shown when the mark is pointed at. */
  readonly label: string
}

/** What can be done with a log that is shown. */
export interface LogHandle {
  /** Stops following and shows the line, with some lines before it. */
  goToLine(index: number): void
  /** The text of the line that was selected or clicked last; null without one. */
  readSelected(): Promise<string | null>
}
