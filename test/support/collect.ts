/** Reads a generator to its end: what it yielded and what it returned. */
export async function collect<Item, Result>(
  generator: AsyncGenerator<Item, Result>,
): Promise<{ items: Item[]; result: Result }> {
  const items: Item[] = []
  for (;;) {
    const step = await generator.next()
    if (step.done === true) return { items, result: step.value }
    items.push(step.value)
  }
}
