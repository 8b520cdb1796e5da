/** Height of a row that is not wrapped, in pixels; `log.css` draws them so. */
export const rowHeight = 18

/** What stands at the top of the view; or its end, which is followed. */
export type Place = { readonly kind: 'end' } | { readonly kind: 'row'; readonly row: number; readonly offset: number }

export interface Sight {
  readonly rowCount: number
  /** Height of the view. */
  readonly height: number
  /** How high a row is; those that are all alike are not asked for one by one. */
  readonly heightOf: ((row: number) => number) | null
}

/** The row at the top, and how much of it is above the view. */
export interface Top {
  readonly row: number
  readonly offset: number
}

export const end: Place = { kind: 'end' }

/** Where the view begins when it shows the end. */
export function topOfEnd({ rowCount, height, heightOf }: Sight): Top {
  if (heightOf === null) {
    const top = Math.max(0, rowCount * rowHeight - height)
    return { row: Math.floor(top / rowHeight), offset: top % rowHeight }
  }
  let left = height
  for (let row = rowCount - 1; row >= 0; row--) {
    left -= heightOf(row)
    if (left <= 0) return { row, offset: -left }
  }
  return { row: 0, offset: 0 }
}

/** Where the view begins; a place too near to the end shows the end. */
export function topOf(place: Place, sight: Sight): Top {
  const last = topOfEnd(sight)
  if (place.kind === 'end' || place.row > last.row) return last
  return place.row === last.row && place.offset > last.offset ? last : place
}

/** The place so many pixels further down, or up. */
export function moveBy(place: Place, pixels: number, sight: Sight): Place {
  let { row, offset } = topOf(place, sight)
  offset += pixels
  if (sight.heightOf === null) {
    const top = Math.max(0, row * rowHeight + offset)
    row = Math.floor(top / rowHeight)
    offset = top % rowHeight
  } else {
    while (offset < 0 && row > 0) offset += sight.heightOf(--row)
    while (row < sight.rowCount - 1 && offset >= sight.heightOf(row)) offset -= sight.heightOf(row++)
    offset = Math.max(0, offset)
  }
  const last = topOfEnd(sight)
  const isAtEnd = row > last.row || (row === last.row && offset >= last.offset)
  return isAtEnd && pixels >= 0 ? end : { kind: 'row', row, offset }
}

/** How far down the view is, from 0 to 1, and how much of all it shows. */
export function fractionsOf(place: Place, sight: Sight): { start: number; size: number } {
  const last = topOfEnd(sight)
  const top = topOf(place, sight)
  const lastRow = last.row + last.offset / rowHeight
  const size = sight.rowCount === 0 ? 1 : Math.min(1, (sight.rowCount - lastRow) / sight.rowCount)
  return { start: lastRow === 0 ? 0 : Math.min(1, (top.row + top.offset / rowHeight) / lastRow), size }
}

/** The place so far down, from 0 to 1. */
export function placeAt(fraction: number, sight: Sight): Place {
  if (fraction >= 1) return end
  const last = topOfEnd(sight)
  const row = Math.max(0, fraction) * (last.row + last.offset / rowHeight)
  return { kind: 'row', row: Math.floor(row), offset: (row % 1) * rowHeight }
}

/** How many rows are drawn at least to fill the view. */
export function rowsInSight(height: number): number {
  return Math.ceil(height / rowHeight) + 1
}
