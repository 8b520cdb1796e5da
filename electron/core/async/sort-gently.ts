import { setImmediate as nextTurn } from 'node:timers/promises'

const sliceLength = 8192

/** Sorts without holding up everything else for long: in slices, then by merging them, with a turn for others between. */
export async function sortGently<Item>(
  items: readonly Item[],
  compare: (one: Item, other: Item) => number,
): Promise<Item[]> {
  let runs: Item[][] = []
  for (let start = 0; start < items.length; start += sliceLength) {
    if (start > 0) await nextTurn()
    runs.push(items.slice(start, start + sliceLength).sort(compare))
  }
  while (runs.length > 1) {
    const merged: Item[][] = []
    for (let index = 0; index < runs.length; index += 2) {
      merged.push(await merge(runs[index] ?? [], runs[index + 1] ?? [], compare))
    }
    runs = merged
  }
  return runs[0] ?? []
}

async function merge<Item>(
  left: readonly Item[],
  right: readonly Item[],
  compare: (one: Item, other: Item) => number,
): Promise<Item[]> {
  const merged: Item[] = []
  let [fromLeft, fromRight] = [0, 0]
  while (fromLeft < left.length && fromRight < right.length) {
    const [one, other] = [left[fromLeft] as Item, right[fromRight] as Item]
    const takesLeft = compare(one, other) <= 0
    merged.push(takesLeft ? one : other)
    if (takesLeft) fromLeft += 1
    else fromRight += 1
    if (merged.length % (4 * sliceLength) === 0) await nextTurn()
  }
  return merged.concat(left.slice(fromLeft), right.slice(fromRight))
}
