/** What was asked for last, by its key; what was not asked for in a long time is forgotten. */
export class Latest<Value> {
  readonly #most: number
  readonly #kept = new Map<string, Value>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: string): Value | undefined {
    return this.#kept.get(key)
  }

  set(key: string, value: Value): void {
    // A map keeps the order in which its keys came.
    this.#kept.delete(key)
    this.#kept.set(key, value)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size > this.#most) this.#kept.delete(oldest)
    }
  }
}
