const firstCapacity = 1024

/** Indexes of some lines of a log, in order. */
export class LineList {
  #lines = new Uint32Array(firstCapacity)
  #length = 0

  get length(): number {
    return this.#length
  }

  add(lines: Uint32Array): void {
    const length = this.#length + lines.length
    if (length > this.#lines.length) {
      const grown = new Uint32Array(Math.max(length, this.#lines.length * 2))
      grown.set(this.#lines)
      this.#lines = grown
    }
    this.#lines.set(lines, this.#length)
    this.#length = length
  }

  push(line: number): void {
    this.add(Uint32Array.of(line))
  }

  at(place: number): number | undefined {
    return place < this.#length ? this.#lines[place] : undefined
  }

  /** How many of them stand before this line. */
  countBefore(line: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#lines[middle] ?? 0) < line) low = middle + 1
      else high = middle
    }
    return low
  }
}
