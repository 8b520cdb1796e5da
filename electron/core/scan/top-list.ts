/** The first so many of any number of items in an order, without sorting them all. */
export class TopList<Item> {
  readonly #items: Item[] = []
  readonly #limit: number
  readonly #compare: (one: Item, other: Item) => number

  constructor(limit: number, compare: (one: Item, other: Item) => number) {
    this.#limit = limit
    this.#compare = compare
  }

  add(item: Item): void {
    const last = this.#items[this.#limit - 1]
    if (last !== undefined && this.#compare(item, last) >= 0) return
    this.#items.splice(this.#placeOf(item), 0, item)
    if (this.#items.length > this.#limit) this.#items.pop()
  }

  values(): readonly Item[] {
    return this.#items
  }

  #placeOf(item: Item): number {
    let [low, high] = [0, this.#items.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#compare(this.#items[middle] as Item, item) <= 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
