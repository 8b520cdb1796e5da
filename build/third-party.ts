import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

/** A package of somebody else's of which the app ships a part, and the terms under which it may. */
export interface ThirdParty {
  readonly name: string
  readonly version: string
  /** As the package itself names it: an SPDX expression. */
  readonly license: string
  /** Whole texts of its licence and notices; empty where it ships none. */
  readonly texts: readonly string[]
}

interface PackageJson {
  readonly name: string
  readonly version: string
  readonly license?: string | { readonly type: string }
}

/**
 * Writes into `file` the terms of every package that has a module in a bundle, and of those that stand beside the bundles.
 * Several builds of one run may share it: each adds what it has.
 * @param beside folders of packages that are shipped as they are
 * @throws Error where a package names no terms at all: it may not be shipped
 */
export function thirdPartyNotices(file: string, beside: readonly string[]): () => Plugin {
  const found = new Map<string, ThirdParty>()
  const add = (folder: string): void => {
    const one = readThirdParty(folder)
    found.set(`${one.name}@${one.version}`, one)
  }
  for (const folder of beside) add(folder)
  return () => ({
    name: 'third-party-notices',
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue
        for (const id of output.moduleIds) {
          const folder = packageFolder(id)
          if (folder !== undefined) add(folder)
        }
      }
    },
    closeBundle() {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, composeNotices([...found.values()]))
    },
  })
}

/** The package that a module belongs to: the folder below the last `node_modules`; undefined for the app's own. */
export function packageFolder(moduleId: string): string | undefined {
  return /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(moduleId.replaceAll('\\', '/'))?.[1]
}

export function readThirdParty(folder: string): ThirdParty {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)([-._].*)?$/i.test(file) && !/\.(c?js|ts|json)$/.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
  const named = typeof license === 'object' ? license.type : license
  if (named === undefined && texts.length === 0) throw new Error(`${name} names no terms under which it may be shipped`)
  return { name, version, license: named ?? 'see below', texts }
}

/** One text for people: packages of the same terms stand together, by name. */
export function composeNotices(packages: readonly ThirdParty[]): string {
  const byTerms = new Map<string, ThirdParty[]>()
  for (const one of packages.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const terms = JSON.stringify([one.license, ...one.texts])
    byTerms.set(terms, [...(byTerms.get(terms) ?? []), one])
  }
  const parts = [...byTerms.values()].map((same) => {
    const [first] = same
    const names = same.map(({ name, version }) => `${name} ${version}`).join('\n')
    return [`${names}\nLicense: ${first?.license ?? ''}`, ...(first?.texts ?? [])].join('\n\n')
  })
  const rule = `\n\n${'-'.repeat(72)}\n\n`
  return `${['UAI Train Packer contains parts of these packages, under their own terms.', ...parts].join(rule)}\n`
}
