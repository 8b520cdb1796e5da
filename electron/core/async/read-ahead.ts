/** Maps items in order with up to `ahead` of them under way at once; what is under way is waited for on leaving. */
export async function* readAhead<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  read: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void> {
  const underWay: Promise<Result>[] = []
  const rest = items[Symbol.iterator]()
  const startNext = (): void => {
    const next = rest.next()
    if (next.done === true) return
    const result = read(next.value)
    // A failure counts when its turn comes; until then it must not end the process.
    result.catch(() => undefined)
    underWay.push(result)
  }
  try {
    for (let started = 0; started < ahead; started += 1) startNext()
    for (let first = underWay.shift(); first !== undefined; first = underWay.shift()) {
      const result = await first
      startNext()
      yield result
    }
  } finally {
    await Promise.allSettled(underWay)
  }
}
