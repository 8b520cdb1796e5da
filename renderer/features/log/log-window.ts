/** Height of every row, in pixels; `log.css` draws them so. */
export const rowHeight = 18

/** Rows drawn beyond the sight, so that scrolling shows no gap. */
const spareRows = 20

/** Which of the lines have to be drawn: from `first` up to but not with `last`. */
export function visibleRows(
  sight: { readonly top: number; readonly height: number },
  lineCount: number,
): { first: number; last: number } {
  const first = Math.max(0, Math.min(Math.floor(sight.top / rowHeight) - spareRows, lineCount))
  const last = Math.min(lineCount, Math.ceil((sight.top + sight.height) / rowHeight) + spareRows)
  return { first, last: Math.max(first, last) }
}

interface Scrolled {
  readonly scrollTop: number
  readonly clientHeight: number
  readonly scrollHeight: number
}

/**
 * Whether the reader has scrolled up from `endTop`, where the log was put at its end. A box that shrinks and lines that
 * come move the end away from the reader, who goes on following it.
 */
export function hasLeftEnd(element: Scrolled, endTop: number): boolean {
  return !isAtEnd(element) && element.scrollTop < endTop - 1
}

export function isAtEnd(element: Scrolled): boolean {
  return element.scrollTop + element.clientHeight >= element.scrollHeight - rowHeight
}
