import type { Later } from '../async/later.ts'
import type { CodeLayer, LayerStep } from '../layer/code-layer.ts'
import type { PackContext } from './pack-context.ts'
import type { Activities } from './stage.ts'

type Making = AsyncGenerator<LayerStep, CodeLayer>

export interface WalkedCode {
  readonly fileCount: number
  readonly sizeBytes: number
}

/** Waits for the first step of the layer, by which all that can be wrong with the folder is known. */
export async function* scan({ plan }: PackContext, walking: ReturnType<Making['next']>): Activities<WalkedCode> {
  const step = await walking
  if (step.done === true || step.value.type !== 'walked') throw new Error('a layer is made before its folder is walked')
  const { fileCount, sizeBytes, ignoredCount, ignoredBytes, hiddenByMounts } = step.value
  if (ignoredCount > 0) {
    yield { type: 'note', note: { code: 'files-ignored', count: ignoredCount, sizeBytes: ignoredBytes } }
  }
  for (const folder of hiddenByMounts) yield { type: 'note', note: { code: 'mount-hides', folder } }
  yield { type: 'log', source: 'app', text: `${plan.codePath}: ${fileCount} files, ${sizeBytes} bytes` }
  return { fileCount, sizeBytes }
}

/** Goes on until the layer is made; `skipped` when it was kept from before. */
export async function* packLayer(
  { plan }: PackContext,
  making: Making,
  layer: Later<CodeLayer>,
): Activities<'done' | 'skipped'> {
  for (;;) {
    const step = await making.next()
    if (step.done === true) {
      const { codeDigest, fileCount, codeBytes, digest, sizeBytes, files, wasKept } = step.value
      const code = { root: plan.codePath, codeDigest, fileCount, sizeBytes: codeBytes, files }
      yield { type: 'fact', fact: { kind: 'code', ...code } }
      yield { type: 'log', source: 'app', text: `code ${codeDigest}, layer ${digest}, ${sizeBytes} bytes` }
      layer.set(step.value)
      return wasKept ? 'skipped' : 'done'
    }
    if (step.value.type !== 'packing') continue
    const { currentBytes, totalBytes } = step.value
    const moved = Math.min(currentBytes, totalBytes)
    yield {
      type: 'progress',
      progress: { lane: 'shared', stage: 'layer', currentBytes: moved, totalBytes, layers: [], line: null },
    }
  }
}
