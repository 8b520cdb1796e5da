type Row = readonly [framework: string, since: string, sinceCuda: string, architectures: readonly string[]]

/**
 * What the official builds of a framework have code for, newest first: from the build scripts of PyTorch
 * (pytorch/builder) and TensorFlow (`.bazelrc`), which changed with the framework's version and with CUDA's.
 */
const builds: readonly Row[] = [
  ['torch', '2.7', '12.8', ['sm_75', 'sm_80', 'sm_86', 'sm_90', 'sm_100', 'sm_120', 'compute_120']],
  ['torch', '2.1', '12', ['sm_50', 'sm_60', 'sm_70', 'sm_75', 'sm_80', 'sm_86', 'sm_90']],
  ['torch', '1.7', '11', ['sm_37', 'sm_50', 'sm_60', 'sm_70', 'sm_75', 'sm_80', 'sm_86']],
  ['torch', '1.3', '9', ['sm_37', 'sm_50', 'sm_60', 'sm_61', 'sm_70', 'compute_37']],
  ['torch', '0.2', '', ['sm_35', 'sm_50', 'sm_60']],
  ['tensorflow', '2.16', '', ['sm_60', 'sm_70', 'sm_80', 'sm_89', 'compute_90']],
  ['tensorflow', '1.1', '', ['sm_35', 'sm_50', 'sm_60', 'sm_70', 'compute_70']],
]

export interface FrameworkBuild {
  readonly name: string
  readonly version: string
  /** Empty where it is not known: then the oldest one that it may be is meant. */
  readonly cuda: string
}

/** Null for a framework that the table does not have. */
export function architecturesOfBuild({ name, version, cuda }: FrameworkBuild): readonly string[] | null {
  const row = builds.find(([framework, since, sinceCuda]) => {
    return framework === name && isAtLeast(version, since) && (sinceCuda === '' || isAtLeast(cuda, sinceCuda))
  })
  return row?.[3] ?? null
}

/** What the name of an image tells: `…/pytorch:2.4.0-cuda11.8-cudnn9-runtime`; null where it tells nothing. */
export function buildOfName(image: string): FrameworkBuild | null {
  const match = /(pytorch|tensorflow):v?(\d+\.\d+(?:\.\d+)?)(?:\S*?cu(?:da)?-?(\d+\.\d+))?/.exec(image)
  if (match === null) return null
  const [, product, version = '', cuda = ''] = match
  // NVIDIA's own images are called after a year and a month.
  if (Number(version.split('.')[0]) >= 15) return null
  return { name: product === 'pytorch' ? 'torch' : 'tensorflow', version, cuda }
}

/** `pytorch-0.4`, with the CUDA of the platform's list. */
export function buildOfCombination(aiFramework: string, cuda: number | null): FrameworkBuild {
  const [product = '', version = ''] = aiFramework.split('-')
  return { name: product === 'pytorch' ? 'torch' : product, version, cuda: cuda === null ? '' : String(cuda) }
}

/** By their numbers, as far as both have some; nothing is at least anything. */
function isAtLeast(version: string, least: string): boolean {
  const [have, want] = [numbersOf(version), numbersOf(least)]
  const at = want.findIndex((number, index) => (have[index] ?? 0) !== number)
  return have.length > 0 && (at === -1 || (have[at] ?? 0) > (want[at] ?? 0))
}

function numbersOf(version: string): number[] {
  return (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').filter(Boolean).map(Number)
}
