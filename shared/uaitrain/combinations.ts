import type { BaseChoice, Combination } from '../model/base-image.ts'
import { combinationTable } from './combination-table.ts'

/** A combination that the service supports, and its base images. */
export interface SupportedCombination extends Combination {
  /** `repository:tag` within whichever registry host the account uses. */
  readonly baseImages: { readonly cpu: string; readonly gpu: string }
  /** Major version of the GPU image's CUDA; null where the service's documents do not tell. */
  readonly cuda: number | null
}

/** PyTorch first, then as many as there are of each framework; newest first within one. */
export const combinations: readonly SupportedCombination[] = combinationTable.map(
  ([aiFramework, os, python, name, cuda]) => ({ aiFramework, os, python, baseImages: pairOf(name), cuda }),
)

/** For new projects. */
export const defaultCombination: Combination = {
  aiFramework: 'pytorch-0.4',
  os: 'ubuntu-16.04',
  python: 'python-3.6.2',
}

export function findCombination({ aiFramework, os, python }: Combination): SupportedCombination | null {
  return (
    combinations.find((entry) => entry.aiFramework === aiFramework && entry.os === os && entry.python === python) ??
    null
  )
}

/** `pytorch` of `pytorch-0.4`; null for images of the user's own. */
export function frameworkOf(base: BaseChoice): string | null {
  if (base.kind === 'own') return null
  return base.aiFramework.replace(/-[^-]*$/, '')
}

/**
 * The service's documents name GPU images only; a CPU twin differs in `cpu_` alone, as those do that its packing pages
 * name (TensorFlow 1.1.0, Keras 2.0.8, MXNet 0.11.0, Caffe 1.0.0).
 */
function pairOf(name: string): SupportedCombination['baseImages'] {
  return { cpu: `uaishare/cpu_uaitrain_${name}:v1.0`, gpu: `uaishare/gpu_uaitrain_${name}:v1.0` }
}
