import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { CodeLayer, LayerStep } from '../../electron/core/layer/code-layer.ts'
import { createLayerMaker } from '../../electron/core/layer/create-layer-maker.ts'
import { noIgnoreSettings } from '../../shared/model/ignore.ts'
import { makeTemporaryFolder, writeFiles } from './temporary-folder.ts'

/** A code folder, and a cache of its own to pack it into. */
export interface LayerBench {
  readonly root: string
  readonly cacheFolder: string
  /** Packs once; `blob` is what comes of it. */
  readonly pack: (options?: {
    signal?: AbortSignal
    onStep?: (step: LayerStep) => void
    /** Without what was learnt before. */
    anew?: boolean
  }) => Promise<{ layer: CodeLayer; blob: Buffer; steps: LayerStep[] }>
}

export async function makeLayerBench(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  { budgetBytes }: { budgetBytes?: number } = {},
): Promise<LayerBench> {
  const [root, cacheFolder] = [await makeTemporaryFolder(), await makeTemporaryFolder()]
  await writeFiles(root, { 'main.py': 'print()', ...files })
  return {
    root,
    cacheFolder,
    pack: async ({ signal = new AbortController().signal, onStep, anew } = {}) => {
      const folder = anew === true ? await makeTemporaryFolder() : cacheFolder
      const maker = createLayerMaker({ folder, ...(budgetBytes === undefined ? {} : { budgetBytes }) })
      const making = maker.makeLayer({ root, ignore: noIgnoreSettings, mainFile: 'main.py', signal })
      const steps: LayerStep[] = []
      let step = await making.next()
      for (; step.done !== true; step = await making.next()) {
        steps.push(step.value)
        onStep?.(step.value)
      }
      const layer = step.value
      const pieces: Uint8Array[] = []
      for await (const piece of layer.read(0)) pieces.push(piece)
      await layer.close()
      return { layer, blob: Buffer.concat(pieces), steps }
    },
  }
}

export function sha256Of(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** As the system's tar lists it. */
export function listLayer(blob: Buffer): string[] {
  const options = { input: gunzipSync(blob), encoding: 'utf8', maxBuffer: 1 << 28 } as const
  const listing = execFileSync('tar', ['-tvf', '-', '--numeric-owner', '--utc'], options)
  return listing
    .trim()
    .split('\n')
    .map((line) => line.replace(/ +/g, ' '))
}

/** Unpacks a layer into a folder of its own with the system's tar; returns where the code is. */
export async function unpackLayer(blob: Buffer): Promise<string> {
  const folder = await makeTemporaryFolder()
  execFileSync('tar', ['-xzpf', '-', '-C', folder], { input: blob })
  return join(folder, 'data')
}
