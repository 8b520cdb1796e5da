import type { BaseFacts } from '../../../shared/model/base-facts.ts'
import type { BaseChoice } from '../../../shared/model/base-image.ts'

export interface PythonVersion {
  readonly major: number
  readonly minor: number
}

/** Of `python-3.6.2`; null for images of the user's own. */
export function pythonOf(base: BaseChoice): PythonVersion | null {
  return base.kind === 'combination' ? parse(base.python) : null
}

/** The one that the platform will start, as far as an image was seen to have it. */
export function pythonIn(facts: BaseFacts | null, link: string): PythonVersion | null {
  const linked = facts?.others.find(({ path }) => path === link)
  return parse((linked ?? facts?.python)?.version ?? '')
}

function parse(text: string): PythonVersion | null {
  const match = /(\d+)\.(\d+)/.exec(text)
  return match === null ? null : { major: Number(match[1]), minor: Number(match[2]) }
}

export function inWords({ major, minor }: PythonVersion): string {
  return `${major}.${minor}`
}
