/** A generator to run beside others; its signal is aborted as soon as one of them fails. */
export type Branch<Item, Result> = (signal: AbortSignal) => AsyncGenerator<Item, Result>

type Turn<Item, Result> = { readonly index: number } & (
  { readonly step: IteratorResult<Item, Result> } | { readonly failure: unknown }
)

/**
 * Runs generators side by side and yields what they yield as it comes; returns their results in order. When one
 * fails, the others are aborted and followed to their end before the first failure is thrown, so that nothing of
 * theirs is still going on by then. The same happens when the reader leaves.
 */
export async function* merge<Item, Result>(
  branches: readonly Branch<Item, Result>[],
  signal: AbortSignal,
): AsyncGenerator<Item, Result[]> {
  const stop = new AbortController()
  const combined = AbortSignal.any([signal, stop.signal])
  const running = branches.map((branch) => branch(combined))
  const turns = new Map<number, Promise<Turn<Item, Result>>>()
  const results = new Map<number, Result>()
  const failures: unknown[] = []

  const advance = (index: number, generator: AsyncGenerator<Item, Result>): void => {
    const turn = generator.next().then(
      (step) => ({ index, step }),
      (failure: unknown) => ({ index, failure }),
    )
    turns.set(index, turn)
  }

  try {
    running.forEach((generator, index) => advance(index, generator))
    while (turns.size > 0) {
      const turn = await Promise.race(turns.values())
      turns.delete(turn.index)
      if ('failure' in turn) {
        failures.push(turn.failure)
        stop.abort()
      } else if (turn.step.done === true) {
        results.set(turn.index, turn.step.value)
      } else {
        yield turn.step.value
        const generator = running[turn.index]
        if (generator !== undefined) advance(turn.index, generator)
      }
    }
  } finally {
    stop.abort()
    await Promise.all(turns.values())
    await Promise.allSettled(running.map((generator) => generator.return(undefined as Result)))
  }
  if (failures.length > 0) throw failures[0]
  return branches.map((_, index) => results.get(index) as Result)
}
