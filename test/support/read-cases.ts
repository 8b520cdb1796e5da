import { readFileSync } from 'node:fs'

/** The cases of files in test/fixtures/cases: one JSON object a line. */
export function readCases<Case>(...names: readonly string[]): Case[] {
  return names.flatMap((name) =>
    readFileSync(new URL(`../fixtures/cases/${name}`, import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Case),
  )
}
