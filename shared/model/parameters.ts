import type { ProjectSettings } from './project.ts'

/** What a pack was asked for, name by name as text, in the order of the project's own fields; empty where it was not. */
export function parametersOf(project: ProjectSettings): Map<string, string> {
  const { base, ignore, packages, ...fields } = project
  const { pip, apt, requirementsFile, indexUrl, trustedHost, proxy, pythonLink } = packages
  const values: Readonly<Record<string, string | number | boolean | null>> = {
    ...{ ...fields, ...base },
    ...{ pipPackages: pip.join('\n'), aptPackages: apt.join('\n'), requirementsFile, pythonLink },
    ...{ pipIndexUrl: indexUrl, pipTrustedHost: trustedHost, packageProxy: proxy },
    ignore: [...ignore.rules, ...ignore.disabledDefaults.map((rule) => `!${rule}`)].join('\n'),
  }
  const named = Object.entries(values).filter(([name]) => name !== 'accountId' && name !== 'kind')
  return new Map(named.map(([name, value]) => [name, value === null ? '' : String(value)]))
}
