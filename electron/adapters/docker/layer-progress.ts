import type { LayerPhase } from '../../../shared/model/job.ts'
import type { EngineProgress } from '../../core/ports/engine.ts'
import type { EngineMessage } from './engine-stream.ts'

/** What the engine says of a layer, and the phase it is in then. `whole`: all its bytes have moved. */
const phases: Readonly<Record<string, { readonly phase: LayerPhase; readonly whole: boolean }>> = {
  'Pulling fs layer': { phase: 'waiting', whole: false },
  Preparing: { phase: 'waiting', whole: false },
  Waiting: { phase: 'waiting', whole: false },
  Downloading: { phase: 'downloading', whole: false },
  'Verifying Checksum': { phase: 'downloading', whole: true },
  'Download complete': { phase: 'downloading', whole: true },
  Extracting: { phase: 'extracting', whole: false },
  'Pull complete': { phase: 'done', whole: true },
  Pushing: { phase: 'uploading', whole: false },
  Pushed: { phase: 'done', whole: true },
}
const existing = /^(?:Already exists|Layer already exists|Mounted from )/

/**
 * Turns the messages of one pull or push into progress. It remembers each layer's size, which the engine names in some
 * messages only.
 */
export function createLayerProgress(): (message: EngineMessage) => EngineProgress | null {
  const totals = new Map<string, number>()
  return (message) => {
    const { id, status } = message
    if (status === null) return message.stream === null ? null : { type: 'line', text: message.stream }
    const existed = existing.test(status)
    const known = Object.hasOwn(phases, status) ? phases[status] : undefined
    if (id === null || (!known && !existed)) {
      return { type: 'line', text: id === null ? status : `${id}: ${status}` }
    }
    if (existed) return { type: 'layer', id, phase: 'done', currentBytes: 0, totalBytes: null, existed }
    if (message.totalBytes !== null) totals.set(id, message.totalBytes)
    const totalBytes = totals.get(id) ?? null
    const movedBytes = known?.whole ? (totalBytes ?? 0) : (message.currentBytes ?? 0)
    // A push counts its packing too and ends some bytes above the layer's size.
    const currentBytes = totalBytes === null ? movedBytes : Math.min(movedBytes, totalBytes)
    return { type: 'layer', id, phase: known?.phase ?? 'waiting', currentBytes, totalBytes, existed }
  }
}
