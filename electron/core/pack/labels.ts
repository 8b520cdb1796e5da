import type { LocalImage } from '../ports.ts'

const prefix = 'cn.ucloud.uai-train-packer'
/** Its value is the project's name. */
export const projectLabel = `${prefix}.project`
const layersLabel = `${prefix}.layers`

/** The same for the same code, project and base, so that the engine finds the image it has already built. */
export function packLabels(pack: {
  readonly project: string
  readonly codeDigest: string
  readonly lane: 'cpu' | 'gpu'
  readonly layerCount: number
}): Record<string, string> {
  return {
    [projectLabel]: pack.project,
    [`${prefix}.code`]: pack.codeDigest,
    [`${prefix}.lane`]: pack.lane,
    [layersLabel]: String(pack.layerCount),
  }
}

/** Whether a pack made the image just so: what a user commits on top of it inherits the labels, but has a layer more. */
export function isPackedImage({ labels, layers }: LocalImage): boolean {
  return labels[projectLabel] !== undefined && labels[layersLabel] === String(layers.length)
}
