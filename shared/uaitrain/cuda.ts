import { z } from 'zod'

/** What the platform's nodes have; `platform` leaves it to the platform, whose price list has P40 alone by now. */
export const CloudGpu = z.enum(['platform', 'P40', 'K80'])
export type CloudGpu = z.infer<typeof CloudGpu>

/** Compute capabilities of NVIDIA's list, major and minor. */
const capabilities = { P40: [6, 1], K80: [3, 7] } as const satisfies Record<Exclude<CloudGpu, 'platform'>, unknown>

/** The card that is meant. */
export function cardOf(gpu: CloudGpu): keyof typeof capabilities {
  return gpu === 'platform' ? 'P40' : gpu
}

/** As a framework's list of architectures would have it: `sm_61`. */
export function architectureOf(gpu: CloudGpu): string {
  return `sm_${capabilities[cardOf(gpu)].join('')}`
}

/**
 * Whether code for these architectures runs on a card: a binary on cards of its own generation that are no older, PTX
 * on every card that is no older (NVIDIA's CUDA C++ programming guide on compatibility). A list that names nothing that
 * is known is given the benefit of the doubt.
 */
export function runsOn(architectures: readonly string[], gpu: CloudGpu): boolean {
  const [major, minor] = capabilities[cardOf(gpu)]
  const known = architectures.flatMap((name) => {
    const match = /^(sm|compute)_(\d+)(\d)[a-z]?$/.exec(name)
    return match === null ? [] : [{ isPtx: match[1] === 'compute', major: Number(match[2]), minor: Number(match[3]) }]
  })
  const runs = known.some((one) =>
    one.isPtx
      ? one.major < major || (one.major === major && one.minor <= minor)
      : one.major === major && one.minor <= minor,
  )
  return runs || known.length === 0
}

/** `5.2 6.1 9.0+PTX`, as PyTorch is told what to be built for, as its builds tell it; null for nothing of the kind. */
export function architecturesOfList(list: string): string[] | null {
  const words = list.split(/[\s;,]+/).filter((word) => /^\d+\.\d+(?:\+PTX)?$/.test(word))
  if (words.length === 0) return null
  return words.flatMap((word) => {
    const number = word.replace('+PTX', '').replace('.', '')
    return word.endsWith('+PTX') ? [`sm_${number}`, `compute_${number}`] : [`sm_${number}`]
  })
}
