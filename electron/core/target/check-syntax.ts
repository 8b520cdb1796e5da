import { undeclaredIn } from './decode-source.ts'
import { findingAt, type Finding } from './finding.ts'
import { newerThan } from './newer-python.ts'
import { oldNames } from './old-names.ts'
import { onlyInPython3 } from './python3-words.ts'
import { translatePython2, type OldSpot } from './python2-words.ts'
import { lineAt, positionOfLine, type PythonSource } from './python-source.ts'
import { inWords, type PythonVersion } from './python-version.ts'
import { syntaxFaults, type SyntaxFault } from './syntax-errors.ts'

/** Does the file parse in the base image's Python? Without a known one, only what no Python takes is told. */
export function checkSyntax(source: PythonSource, python: PythonVersion | null): Finding[] {
  const at = undeclaredIn(source, python)
  const encoding = at === null ? [] : [findingAt('encoding-missing', source, at, lineText(source, at))]
  if (python?.major === 2) return [...checkPython2(source), ...encoding]
  const found = checkPython3(source, python)
  return [...found, ...encoding]
}

function checkPython2(source: PythonSource): Finding[] {
  const { text } = translatePython2(source.text, false)
  const faults = faultsOf(withSpaces(text.replace(/[^\x00-\x7f]/g, 'x')), 7)
  const [tooNew] = faults.filter(({ since }) => since !== null)
  const spots = onlyInPython3(source).map(({ from, subject }) => ({ line: lineAt(source, from), from, subject }))
  if (tooNew !== undefined) {
    const from = positionOfLine(source, tooNew.line)
    spots.push({ line: tooNew.line, from, subject: subjectOf(source, tooNew) })
  }
  const [first] = spots.toSorted((a, b) => a.line - b.line)
  if (first !== undefined) return [findingAt('python-3-syntax', source, first.from, first.subject)]
  const [broken] = faults
  return broken === undefined ? [] : [brokenAt(source, broken)]
}

function checkPython3(source: PythonSource, python: PythonVersion | null): Finding[] {
  const faults = judged(source, python)
  const old = faults.length > 0 || mayBeOld.test(source.text) ? translatePython2(source.text, true).spots : []
  const [oldSpot] = old.filter((spot) => spot.subject === 'print >>' || isAtFault(source, spot, faults))
  if (oldSpot !== undefined) {
    // Which of the two was meant is not known without the image.
    return python === null ? [] : [findingAt('python-2-syntax', source, oldSpot.from, oldSpot.subject)]
  }
  const names = python === null ? [] : firstOf('python-2-name', source, oldNames(source))
  const [broken] = faults.filter(({ since }) => since === null)
  if (broken !== undefined) return [brokenAt(source, broken), ...names]
  if (python === null) return names
  const [tooNew] = faults
  const spots = newerThan(source, python)
  if (tooNew !== undefined) {
    spots.push({ from: positionOfLine(source, tooNew.line), subject: subjectOf(source, tooNew) })
  }
  return [...firstOf('python-newer', source, spots), ...names]
}

const mayBeOld = /^[^#\n]*\bprint\s*>>/m

/** Faults of a Python that has `async` as a plain name are those of the same file with another name in its place. */
function judged({ text }: PythonSource, python: PythonVersion | null): SyntaxFault[] {
  const faults = faultsOf(text, python?.minor ?? null)
  if (faults.length === 0 || python === null || python.minor >= 7 || !/\b(?:async|await)\b/.test(text)) return faults
  return faultsOf(text.replace(/\basync\b(?!\s+(?:def|for|with)\b)|\bawait\b(?=\s*[=),.\]])/g, 'async_'), python.minor)
}

/** A parser that gives up says nothing of the file. */
function faultsOf(text: string, minor: number | null): SyntaxFault[] {
  try {
    return syntaxFaults(text, minor)
  } catch {
    return []
  }
}

function isAtFault(source: PythonSource, { from }: OldSpot, faults: readonly SyntaxFault[]): boolean {
  const line = lineAt(source, from)
  return faults.some((fault) => fault.line === line)
}

function brokenAt(source: PythonSource, { line }: SyntaxFault): Finding {
  const from = Math.min(positionOfLine(source, line), source.text.trimEnd().length)
  return findingAt('syntax', source, from, lineText(source, from))
}

function firstOf(code: 'python-newer' | 'python-2-name', source: PythonSource, spots: readonly OldSpot[]): Finding[] {
  const [first] = spots.toSorted((a, b) => a.from - b.from)
  return first === undefined ? [] : [findingAt(code, source, first.from, first.subject)]
}

function subjectOf(source: PythonSource, { line, message, since }: SyntaxFault): string {
  const word = /`([^`]+)`/.exec(message)?.[1] ?? lineText(source, positionOfLine(source, line))
  return `${word} (Python ${inWords({ major: 3, minor: since ?? 0 })})`
}

function lineText({ text }: PythonSource, position: number): string {
  const start = text.lastIndexOf('\n', position - 1) + 1
  const end = text.indexOf('\n', position)
  return text
    .slice(start, end < 0 ? undefined : end)
    .trim()
    .slice(0, 80)
}

/** Python 2 takes a tab for as many blanks as lead to the next eighth column. */
function withSpaces(text: string): string {
  return text.replace(/^[ \t]+/gm, (indent) => {
    let column = 0
    for (const character of indent) column = character === '\t' ? (Math.floor(column / 8) + 1) * 8 : column + 1
    return ' '.repeat(column)
  })
}
