import type { ProblemCode } from '../model/field.ts'

const maxPathLength = 4096
const lineBreak = /[\n\r\u0085\u2028\u2029]/
const controlCharacter = /[\u0000-\u001f\u007f]/
const controlCharacterButTab = /[\u0000-\u0008\u000a-\u001f\u007f]/

/** For what fits on one line: names, paths, keys. */
export function lineProblem(text: string): ProblemCode | null {
  if (lineBreak.test(text)) return 'line-break'
  return controlCharacter.test(text) ? 'control-character' : null
}

/** As `lineProblem`, but a tab may stand between words. */
export function wordsProblem(text: string): ProblemCode | null {
  if (lineBreak.test(text)) return 'line-break'
  return controlCharacterButTab.test(text) ? 'control-character' : null
}

export function requiredLineProblem(text: string): ProblemCode | null {
  return text.trim() === '' ? 'required' : lineProblem(text)
}

export function absolutePathProblem(path: string): ProblemCode | null {
  const problem = requiredLineProblem(path)
  if (problem !== null) return problem
  if (!path.startsWith('/')) return 'not-absolute'
  return path.length > maxPathLength ? 'too-long' : null
}

/** Whether two absolute paths are written for the same place, links aside. */
export function isSamePath(one: string, other: string): boolean {
  return normalisePath(one) === normalisePath(other)
}

/** Whether an absolute path lies below another one, links aside. */
export function isBelowPath(path: string, folder: string): boolean {
  if (path === '' || folder === '') return false
  return `${normalisePath(path)}/`.startsWith(`${normalisePath(folder)}/`) && !isSamePath(path, folder)
}

function normalisePath(path: string): string {
  const kept: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') kept.pop()
    else if (part !== '' && part !== '.') kept.push(part)
  }
  return `/${kept.join('/')}`
}
