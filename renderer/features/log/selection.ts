/** Rows that are chosen together: where that began, and where it is now. */
export interface RowSelection {
  readonly anchor: number
  readonly head: number
}

/** From the first row up to, but not with, the one after the last. */
export function rangeOf({ anchor, head }: RowSelection): { from: number; to: number } {
  return { from: Math.min(anchor, head), to: Math.max(anchor, head) + 1 }
}

export function contains(selection: RowSelection | null, row: number): boolean {
  if (selection === null) return false
  const { from, to } = rangeOf(selection)
  return row >= from && row < to
}
