import type { LocalImage } from '../ports/engine.ts'

const prefix = 'cn.ucloud.uai-train-packer'
/** Its value is the project's name. */
export const projectLabel = `${prefix}.project`
const codeLabel = `${prefix}.code`
const laneLabel = `${prefix}.lane`
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
    [codeLabel]: pack.codeDigest,
    [laneLabel]: pack.lane,
    [layersLabel]: String(pack.layerCount),
  }
}

/** Whether a pack made the image just so: what a user commits on top of it inherits the labels, but has a layer more. */
export function isPackedImage({ labels, layers }: LocalImage): boolean {
  return labels[projectLabel] !== undefined && labels[layersLabel] === String(layers.length)
}

/** What an image's labels tell of its pack; null for an image that none has made just so. */
export function packOf(image: LocalImage): { project: string; codeDigest: string; lane: 'cpu' | 'gpu' } | null {
  const { [projectLabel]: project, [codeLabel]: codeDigest, [laneLabel]: lane } = image.labels
  if (!isPackedImage(image) || project === undefined || codeDigest === undefined) return null
  return lane === 'cpu' || lane === 'gpu' ? { project, codeDigest, lane } : null
}
