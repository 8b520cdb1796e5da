import type { Explanation } from '../../../../shared/model/explanation.ts'
import { withFaultHandler, withoutMemoryLimit } from './cures.ts'
import type { RunSetting } from './known-failure.ts'

export interface RunEnd {
  readonly exitCode: number
  readonly outOfMemory: boolean
  readonly stopped: boolean
  /** The engine went away while the run went on. */
  readonly engineLost: boolean
  readonly outputCount: number
}

/** 128 and the number of the signal that ended it. */
const exitCodes = { killed: 137, aborted: 134, busError: 135, segmentationFault: 139, terminated: 143 }

/** An engine that was not there to see the end says so. */
const unknown = 255

/** What the way a run ended tells; null when its exit code says nothing that its output does not say better. */
export function explainEnd(end: RunEnd, setting: RunSetting): Explanation | null {
  const { exitCode, outputCount } = end
  const explained = (id: Explanation['id'], cure: Explanation['cure'] = null): Explanation => {
    return { id, lineIndex: null, subject: String(exitCode), cure }
  }
  if (end.stopped) return null
  if (exitCode === 0) return outputCount === 0 ? explained('no-output') : null
  if (end.outOfMemory) return explained('out-of-memory', withoutMemoryLimit(setting))
  const wasEnded =
    [exitCodes.killed, exitCodes.terminated].includes(exitCode) || (end.engineLost && exitCode === unknown)
  if (wasEnded) return explained(end.engineLost ? 'engine-restarted' : 'killed', withoutMemoryLimit(setting))
  const hasCrashed = [exitCodes.aborted, exitCodes.busError, exitCodes.segmentationFault].includes(exitCode)
  return hasCrashed ? explained('crashed', withFaultHandler(setting)) : null
}
