import type { BaseChoice } from '../../../shared/model/base-image.ts'

export interface PythonVersion {
  readonly major: number
  readonly minor: number
}

/** Of `python-3.6.2`; null for images of the user's own. */
export function pythonOf(base: BaseChoice): PythonVersion | null {
  const match = base.kind === 'combination' ? /(\d+)\.(\d+)/.exec(base.python) : null
  return match === null ? null : { major: Number(match[1]), minor: Number(match[2]) }
}

export function inWords({ major, minor }: PythonVersion): string {
  return `${major}.${minor}`
}
