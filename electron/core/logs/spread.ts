/** As many places on a scroll bar as can be told apart. */
const maxPlaces = 300

/** Of many rows the first one in each of a few hundred stretches; `firstFrom` gives the first at or after a row. */
export function spreadRows(rowCount: number, firstFrom: (row: number) => number | null): number[] {
  const rows: number[] = []
  const stretch = Math.max(1, rowCount / maxPlaces)
  for (let row = firstFrom(0); row !== null && row < rowCount;) {
    rows.push(row)
    row = firstFrom(Math.max(row + 1, Math.floor((Math.floor(row / stretch) + 1) * stretch)))
  }
  return rows
}
