import { readSources, type CodeSources } from './read-sources.ts'

/** The first parts of the names of all modules that the code imports and does not have itself, guarded ones left out. */
export function modulesOf({ imports }: CodeSources): string[] {
  const names = imports.flatMap(({ imported, found }) => {
    const isElsewhere = !imported.isGuarded && imported.level === 0 && !found.isOwn
    return isElsewhere ? [imported.name.split('.')[0] ?? ''] : []
  })
  return [...new Set(names)].filter((name) => /^\w+$/.test(name)).toSorted()
}

/** The same for a code folder; null when there is no main file to read. */
export async function modulesOfCode(
  question: { readonly codePath: string; readonly mainFile: string },
  signal: AbortSignal,
): Promise<string[] | null> {
  const code = await readSources(question, signal)
  return code === null ? null : modulesOf(code)
}
