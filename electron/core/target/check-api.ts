import type { BaseFacts } from '../../../shared/model/base-facts.ts'
import type { BaseChoice } from '../../../shared/model/base-image.ts'
import { findingAt, type Finding } from './finding.ts'
import { importsOf } from './imports.ts'
import { isInside, nodesOf, textOf, type PythonSource } from './python-source.ts'
import { torchNames } from './torch-names.ts'

/** The PyTorch of the base, as far as it is known: of the image itself before its name. */
export function torchVersionOf(base: BaseChoice, facts: BaseFacts | null): string | null {
  const seen = facts?.python?.frameworks.find(({ name }) => name === 'torch')?.version
  if (seen !== undefined && /^\d+\.\d+/.test(seen)) return seen
  return base.kind === 'combination' ? (/^pytorch-(\d+\.\d+[.\d]*)$/.exec(base.aiFramework)?.[1] ?? null) : null
}

/** What the code takes from PyTorch that came after the base's own. */
export function checkApi(source: PythonSource, torch: string | null): Finding[] {
  if (torch === null || !/\btorch\b/.test(source.text)) return []
  const [major = 0, minor = 0] = torch.split('.').map(Number)
  const isNewer = ([one, other]: readonly [number, number]): boolean => one > major || (one === major && other > minor)
  const names = new Map([...torchNames].filter(([, since]) => isNewer(since)))
  const findings: Finding[] = []
  const tell = (name: string, position: number, severity: Finding['severity']): void => {
    const since = names.get(name)
    if (since === undefined) return
    findings.push({
      ...findingAt('api-newer', source, position, `${name} (PyTorch ${since.join('.')})`),
      severity,
      has: torch,
    })
  }
  const aliases = new Map<string, string>()
  for (const imported of importsOf(source)) {
    const { name, members, level, position, isGuarded, isLate } = imported
    if (level > 0 || name.split('.')[0] !== 'torch') continue
    for (const member of members) aliases.set(member, `${name}.${member}`)
    if (isGuarded) continue
    const severity = isLate ? 'warning' : 'problem'
    for (const one of [...members.map((member) => `${name}.${member}`), ...startsOf(name)])
      tell(one, position, severity)
  }
  for (const [, name = '', alias = ''] of source.text.matchAll(/^\s*import\s+(torch[\w.]*)\s+as\s+(\w+)/gm))
    aliases.set(alias, name)
  for (const [, name = '', member = '', alias = ''] of source.text.matchAll(
    /^\s*from\s+(torch[\w.]*)\s+import\s+(\w+)\s+as\s+(\w+)/gm,
  )) {
    aliases.set(alias, `${name}.${member}`)
  }
  aliases.set('torch', 'torch')
  for (const node of nodesOf(source, 'MemberExpression')) {
    const text = textOf(source, node)
    const first = /^\w+/.exec(text)?.[0] ?? ''
    const full = aliases.get(first)
    if (
      full === undefined ||
      /\s/.test(text) ||
      isInside(node, 'TryStatement', 'IfStatement', 'ConditionalExpression', 'TypeDef')
    )
      continue
    tell(full + text.slice(first.length), node.from, 'warning')
  }
  return findings
}

/** `a`, `a.b` and `a.b.c`. */
function startsOf(name: string): string[] {
  const parts = name.split('.')
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'))
}
