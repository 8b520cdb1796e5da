import type { Lane, LayerProgress, Stage, StageProgress } from '../../../shared/model/job.ts'
import type { EngineProgress } from '../ports/engine.ts'

/** Keeps the state of a stage from what the engine tells step by step. */
export class ProgressFold {
  readonly #stage: Stage
  readonly #lane: Lane
  readonly #layers = new Map<string, LayerProgress>()
  /** Bytes of a layer to move; what is extracted later is counted anew by the engine and must not go backwards here. */
  readonly #totals = new Map<string, number>()
  #line: string | null = null

  constructor(stage: Stage, lane: Lane) {
    this.#stage = stage
    this.#lane = lane
  }

  add(progress: EngineProgress): StageProgress {
    if (progress.type === 'line') {
      const line = progress.text.trim()
      if (line !== '') this.#line = line
    } else {
      const { id, phase, currentBytes, totalBytes, existed } = progress
      this.#layers.set(id, { id, phase, currentBytes, totalBytes, existed })
      const isMoving = phase === 'downloading' || phase === 'uploading'
      if (totalBytes !== null && (isMoving || !this.#totals.has(id))) this.#totals.set(id, totalBytes)
    }
    return this.state()
  }

  state(): StageProgress {
    const layers = [...this.#layers.values()]
    const totals = layers.map((layer) => this.#totalOf(layer)).filter((total) => total !== null)
    const isKnown = layers.length > 0 && totals.length === layers.length
    return {
      lane: this.#lane,
      stage: this.#stage,
      currentBytes: layers.reduce((sum, layer) => sum + this.#movedOf(layer), 0),
      totalBytes: isKnown ? totals.reduce((sum, total) => sum + total, 0) : null,
      layers,
      line: this.#line,
    }
  }

  /** Whether there were layers and not one of them had to move. */
  everythingExisted(): boolean {
    return this.#layers.size > 0 && [...this.#layers.values()].every(({ existed }) => existed)
  }

  #totalOf({ id, phase, existed }: LayerProgress): number | null {
    if (existed) return 0
    return this.#totals.get(id) ?? (phase === 'done' ? 0 : null)
  }

  #movedOf({ id, phase, currentBytes, existed }: LayerProgress): number {
    if (existed || phase === 'waiting') return 0
    const total = this.#totals.get(id)
    if (phase === 'extracting' || phase === 'done') return total ?? 0
    return total === undefined ? currentBytes : Math.min(currentBytes, total)
  }
}
