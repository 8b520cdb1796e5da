export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * Divides a box among values, biggest first, into parts as square as can be (Bruls, Huizing and van Wijk, "Squarified
 * Treemaps", 2000). Each part's share of the area is its value's share of the sum.
 */
export function squarify(values: readonly number[], box: Box): Box[] {
  const sum = values.reduce((total, value) => total + value, 0)
  if (sum <= 0 || box.width <= 0 || box.height <= 0) return values.map(() => ({ ...box, width: 0, height: 0 }))
  const scale = (box.width * box.height) / sum
  const areas = values.map((value) => value * scale)
  const parts: Box[] = []
  let free = box
  let start = 0
  while (start < areas.length) {
    const side = Math.min(free.width, free.height)
    let end = start + 1
    while (
      end < areas.length &&
      worstRatio(areas.slice(start, end + 1), side) <= worstRatio(areas.slice(start, end), side)
    ) {
      end += 1
    }
    const row = areas.slice(start, end)
    parts.push(...layRow(row, free))
    free = withoutRow(total(row), free)
    start = end
  }
  return parts
}

function total(areas: readonly number[]): number {
  return areas.reduce((sum, area) => sum + area, 0)
}

/** How far from square the worst part of a row along a side would be; 1 is a square. */
function worstRatio(areas: readonly number[], side: number): number {
  const sum = total(areas)
  const [largest, smallest] = [Math.max(...areas), Math.min(...areas)]
  if (sum === 0 || smallest === 0) return Infinity
  return Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * smallest))
}

/** A row lies along the shorter side. */
function layRow(areas: readonly number[], { x, y, width, height }: Box): Box[] {
  const sum = total(areas)
  const isColumn = width >= height
  const depth = sum / (isColumn ? height : width)
  let at = isColumn ? y : x
  return areas.map((area) => {
    const length = depth === 0 ? 0 : area / depth
    const part = isColumn ? { x, y: at, width: depth, height: length } : { x: at, y, width: length, height: depth }
    at += length
    return part
  })
}

function withoutRow(area: number, { x, y, width, height }: Box): Box {
  if (width >= height) {
    const depth = area / height
    return { x: x + depth, y, width: Math.max(0, width - depth), height }
  }
  const depth = area / width
  return { x, y: y + depth, width, height: Math.max(0, height - depth) }
}
