export const states = ['cold', 'changed', 'same'] as const
export type State = (typeof states)[number]

/** Seconds of each round, by way and state. */
export class Times {
  readonly #seconds = new Map<string, number[]>()

  add(way: string, state: State, seconds: number): void {
    const key = keyOf(way, state)
    this.#seconds.set(key, [...(this.#seconds.get(key) ?? []), seconds])
  }

  median(way: string, state: State): number {
    const sorted = (this.#seconds.get(keyOf(way, state)) ?? []).toSorted((one, other) => one - other)
    const middle = Math.floor(sorted.length / 2)
    const upper = sorted[middle] ?? Number.NaN
    return sorted.length % 2 === 0 ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper
  }
}

function keyOf(way: string, state: State): string {
  return `${way}\n${state}`
}

/** Medians in seconds, and how many times as long as `ours` that is. */
export function tableOf(times: Times, { ways, ours }: { ways: readonly string[]; ours: string }): string[] {
  const width = Math.max(...ways.map((way) => way.length))
  const heading = `${''.padEnd(width)}${states.map((state) => state.padStart(16)).join('')}`
  const rows = ways.map((way) => {
    const cells = states.map((state) => {
      const seconds = times.median(way, state)
      const ratio = way === ours ? '' : ` (${(seconds / times.median(ours, state)).toFixed(1)}x)`
      return `${seconds.toFixed(2)}${ratio}`.padStart(16)
    })
    return `${way.padEnd(width)}${cells.join('')}`
  })
  return [heading, ...rows]
}
