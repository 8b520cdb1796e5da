import type { MetricRecord } from '../../../shared/model/metric.ts'
import type { Owner } from '../../../shared/uaitrain/run-command.ts'
import type { GpuMachine } from '../gpu/gpu-access.ts'
import type { Clock } from '../ports/clock.ts'
import type { Engine } from '../ports/engine.ts'
import type { Files } from '../ports/files.ts'
import type { Gpus } from '../ports/gpus.ts'
import type { Explainer } from './explain/create-explainer.ts'

export interface RunTestOptions {
  readonly engine: Engine
  readonly clock: Clock
  readonly files: Files
  readonly gpus: Gpus
  readonly machine: GpuMachine
  /** Told what the run uses while it goes on. */
  readonly onMetrics?: (records: readonly MetricRecord[]) => void
  /** Why the run failed, by all that it has told until then; by its end alone when left out. */
  readonly explain?: Explainer['explain']
  /** Null when the app runs as root, or where files have no owners. */
  readonly owner: Owner | null
  /** The app's own, for the variables that the options pass on. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Ends the run at once, without a result. */
  readonly signal: AbortSignal
  /** Lets the container go on without the app, which can take it up again. */
  readonly leave: AbortSignal
  /** Given what is left to be done once an engine that went away answers again. */
  readonly onEngineAway?: (tidyUp: () => Promise<void>) => void
  /** Lets the run come to an end of its own, as Ctrl+C does. */
  readonly stop: AbortSignal
  /** How long it has for that; that of `docker stop` when left out. */
  readonly stopGraceMs?: number
}
