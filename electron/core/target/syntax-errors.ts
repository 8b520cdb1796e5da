import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs'
import { z } from 'zod'

/** Where Python's grammar does not take a file. */
export interface SyntaxFault {
  /** From 1. */
  readonly line: number
  readonly message: string
  /** The minor version of Python 3 that takes it; null where none does. */
  readonly since: number | null
}

const Diagnostic = z.object({
  message: z.string(),
  code: z.string().nullable(),
  start_location: z.object({ row: z.number() }),
})

const oldest = 7
const newest = 14
const newer = /^(.*) on Python 3\.\d+ \(syntax was added in Python 3\.(\d+)\)$/s

/** Of what a compiler refuses beyond the grammar: `break` outside a loop, `return` outside a function, a late `__future__`. */
const compilerRules: readonly string[] = ['F404', 'F407', 'F701', 'F702', 'F704', 'F706', 'F707', 'F622']

const workspaces = new Map<number, Workspace>()

function workspaceOf(minor: number): Workspace {
  const known = workspaces.get(minor)
  if (known !== undefined) return known
  const settings = { 'target-version': `py3${minor}`, lint: { select: compilerRules }, preview: false }
  const made = new Workspace(settings, PositionEncoding.Utf16)
  workspaces.set(minor, made)
  return made
}

/** What Python 3 of a minor version, 3.7 to 3.14, does not take; the newest one where it is null. */
export function syntaxFaults(text: string, minor: number | null): SyntaxFault[] {
  const version = Math.min(newest, Math.max(oldest, minor ?? newest))
  const found = z.array(Diagnostic).parse(workspaceOf(version).check(text))
  return found
    .map(({ message, start_location }) => {
      const match = newer.exec(message)
      return {
        line: start_location.row,
        message: match?.[1] ?? message,
        since: match === null ? null : Number(match[2]),
      }
    })
    .toSorted((a, b) => a.line - b.line)
}
