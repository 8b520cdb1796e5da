import { stat } from 'node:fs/promises'
import type { Opened } from '../../shared/model/opened.ts'

/** What the system asked to open; kept until a page can show it. */
export class OpenRequests {
  readonly #tell: (opened: Opened) => void
  #waiting: Opened[] = []
  #isPageUsable = false

  constructor(tell: (opened: Opened) => void) {
    this.#tell = tell
  }

  async add(path: string): Promise<void> {
    const found = await stat(path).catch(() => null)
    this.#waiting.push({ kind: found?.isDirectory() === true ? 'folder' : 'file', path })
    this.#flush()
  }

  /** The page listens from now on. */
  pageUsable(): void {
    this.#isPageUsable = true
    this.#flush()
  }

  /** The page is being loaded anew. */
  pageGone(): void {
    this.#isPageUsable = false
  }

  #flush(): void {
    if (!this.#isPageUsable) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const opened of waiting) this.#tell(opened)
  }
}
