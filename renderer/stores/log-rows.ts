import type { LogRow } from '../../shared/model/log.ts'

/** Rows that are asked for together. */
export const rowsPerBlock = 100

const keptBlocks = 60

interface Block {
  readonly rows: readonly LogRow[]
  /** The search whose matches the rows show. */
  readonly findId: string | null
}

/** The rows of a log that were looked at last, in blocks; the others are asked for again. */
export class LogRows {
  readonly #blocks = new Map<number, Block>()

  at(row: number): LogRow | undefined {
    const number = Math.floor(row / rowsPerBlock)
    return this.#blocks.get(number)?.rows[row - number * rowsPerBlock]
  }

  /** Whether a block has all the rows that there are, with the matches of the search. */
  isCurrent(number: number, rowCount: number, findId: string | null): boolean {
    const block = this.#blocks.get(number)
    const wanted = Math.min(rowsPerBlock, rowCount - number * rowsPerBlock)
    return block !== undefined && block.rows.length >= wanted && block.findId === findId
  }

  keep(number: number, rows: readonly LogRow[], findId: string | null): void {
    this.#blocks.delete(number)
    this.#blocks.set(number, { rows, findId })
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= keptBlocks) break
      this.#blocks.delete(oldest)
    }
  }

  clear(): void {
    this.#blocks.clear()
  }
}
