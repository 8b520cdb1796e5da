const lineEnd = 10

/** The end of what a terminal has shown. What is too long ago is forgotten in whole lines. */
export class ScrollBack {
  readonly #limitBytes: number
  readonly #pieces: Uint8Array[] = []
  #sizeBytes = 0

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  push(bytes: Uint8Array): void {
    this.#pieces.push(bytes)
    this.#sizeBytes += bytes.byteLength
    while (this.#sizeBytes > this.#limitBytes) this.#forgetFirst()
  }

  content(): Uint8Array<ArrayBuffer> {
    const content = new Uint8Array(Buffer.concat(this.#pieces))
    this.#pieces.splice(0, this.#pieces.length, content)
    return content
  }

  #forgetFirst(): void {
    const excess = this.#sizeBytes - this.#limitBytes
    const first = this.#pieces[0] ?? new Uint8Array()
    // Characters and the terminal's own sequences are seldom cut where a line begins.
    const nextLine = first.indexOf(lineEnd, excess - 1) + 1
    const cut = excess >= first.byteLength ? first.byteLength : nextLine === 0 ? excess : nextLine
    const rest = first.subarray(cut)
    if (rest.byteLength === 0) this.#pieces.shift()
    else this.#pieces[0] = rest
    this.#sizeBytes -= cut
  }
}
