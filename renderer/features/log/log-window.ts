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

export function isAtEnd(element: { scrollTop: number; clientHeight: number; scrollHeight: number }): boolean {
  return element.scrollTop + element.clientHeight >= element.scrollHeight - rowHeight
}
