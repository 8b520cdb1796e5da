import type { Combination } from '../model/base-image.ts'

/** A combination that the service supports, and its base images. */
export interface SupportedCombination extends Combination {
  /** `repository:tag` within whichever registry host the account uses. */
  readonly baseImages: { readonly cpu: string; readonly gpu: string }
}

/**
 * The service's documents name GPU images only; a CPU twin differs in `cpu_` alone, as theirs for other frameworks do.
 * A name cannot be computed from its combination: `ubuntu-14.04.05` is `ubuntu-14.04` there.
 */
function pairOf(name: string): SupportedCombination['baseImages'] {
  return { cpu: `uaishare/cpu_${name}`, gpu: `uaishare/gpu_${name}` }
}

/** Newest first. */
export const combinations = [
  {
    aiFramework: 'pytorch-0.4',
    os: 'ubuntu-16.04',
    python: 'python-3.6.2',
    baseImages: pairOf('uaitrain_ubuntu-16.04_python-3.6_pytorch-0.4:v1.0'),
  },
  {
    aiFramework: 'pytorch-0.2.0',
    os: 'ubuntu-14.04.05',
    python: 'python-2.7.6',
    baseImages: pairOf('uaitrain_ubuntu-14.04_python-2.7.6_pytorch-0.2.0:v1.0'),
  },
] as const satisfies readonly SupportedCombination[]

/** For new projects. */
export const defaultCombination: Combination = {
  aiFramework: combinations[0].aiFramework,
  os: combinations[0].os,
  python: combinations[0].python,
}

export function findCombination({ aiFramework, os, python }: Combination): SupportedCombination | null {
  return (
    combinations.find((entry) => entry.aiFramework === aiFramework && entry.os === os && entry.python === python) ??
    null
  )
}
