import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

/** Files of a layer, by the start of their path; the first that fits counts. */
const layers = {
  shared: ['shared/'],
  renderer: ['renderer/'],
  preload: ['electron/preload/'],
  core: ['electron/core/'],
  adapters: ['electron/adapters/'],
  shell: ['electron/shell/'],
  ipc: ['electron/ipc/'],
  cli: ['electron/cli/'],
  services: ['electron/services'],
  main: ['electron/main.ts', 'electron/backend.ts'],
} as const
type Layer = keyof typeof layers

/** Which layers each one may import, besides itself. */
const allowed: Readonly<Record<Layer, readonly Layer[]>> = {
  shared: [],
  renderer: ['shared'],
  preload: ['shared'],
  core: ['shared'],
  adapters: ['shared', 'core'],
  ipc: ['shared', 'core', 'adapters', 'services'],
  services: ['shared', 'core', 'adapters', 'ipc'],
  shell: ['shared', 'ipc'],
  cli: ['shared', 'core', 'adapters', 'ipc', 'services'],
  main: ['shared', 'core', 'adapters', 'ipc', 'services', 'shell'],
}

/** Packages with a home of their own, by the start of the paths that may import them. */
const homes: Readonly<Record<string, readonly string[]>> = {
  electron: ['electron/shell/', 'electron/main.ts', 'electron/backend.ts', 'electron/preload/'],
  dockerode: ['electron/adapters/docker/'],
  keytar: ['electron/adapters/keychain/'],
  libsql: ['electron/adapters/store/'],
}

interface Import {
  readonly from: string
  /** A path from the root for a file of ours, else the name as written. */
  readonly to: string
  readonly isOwn: boolean
}

function sourceFiles(): string[] {
  return ['shared', 'electron', 'renderer'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => posix.join(folder, path.replaceAll('\\', '/')))
      .filter((path) => /\.tsx?$/.test(path)),
  )
}

function importsOf(from: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, from), 'utf8'), true, true)
  return importedFiles.map(({ fileName }) => {
    const isOwn = fileName.startsWith('.')
    return { from, to: isOwn ? posix.join(posix.dirname(from), fileName) : fileName, isOwn }
  })
}

function layerOf(path: string): Layer | null {
  const found = Object.entries(layers).find(([, starts]) => starts.some((start) => path.startsWith(start)))
  return (found?.[0] ?? null) as Layer | null
}

function mayImport({ from, to }: Import): boolean {
  const [source, target] = [layerOf(from), layerOf(to)]
  // The command line says the same words as the window.
  if (source === 'cli' && /^renderer\/i18n\/[^/]+\.json$/.test(to)) return true
  return source !== null && target !== null && (source === target || allowed[source].includes(target))
}

function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
}

/** The first round trip found, as the files it passes. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
    if (done.has(path)) return null
    for (const next of graph.get(path) ?? []) {
      const cycle = visit(next, [...trail, path])
      if (cycle !== null) return cycle
    }
    done.add(path)
    return null
  }
  for (const path of graph.keys()) {
    const cycle = visit(path, [])
    if (cycle !== null) return cycle
  }
  return null
}

const files = sourceFiles()
const imports = files.flatMap(importsOf)
const own = imports.filter(({ isOwn }) => isOwn)
const foreign = imports.filter(({ isOwn }) => !isOwn)
const show = ({ from, to }: Import): string => `${from} → ${to}`

describe('the import graph', () => {
  it('has something in every layer that it knows', () => {
    const found = new Set(files.map(layerOf))
    expect(Object.keys(layers).filter((layer) => !found.has(layer as Layer))).toEqual([])
  })

  it('places every file in a layer', () => {
    expect(files.filter((path) => layerOf(path) === null)).toEqual([])
  })

  it('names files that exist, with their suffix', () => {
    expect(own.filter(({ to }) => !existsSync(join(root, to))).map(show)).toEqual([])
  })

  it('goes from outer layers to inner ones only', () => {
    expect(own.filter((each) => !mayImport(each)).map(show)).toEqual([])
  })

  it('has no cycles', () => {
    const graph = new Map(files.map((path) => [path, own.filter(({ from }) => from === path).map(({ to }) => to)]))
    expect(findCycle(graph)).toBeNull()
  })

  it('has the database opened in one place, by one rule for damage', () => {
    const openers = files.filter((path) => /\bopenDatabase\(/.test(readFileSync(join(root, path), 'utf8')))
    expect(openers.toSorted()).toEqual(['electron/adapters/store/open-database.ts', 'electron/services/app-data.ts'])
  })

  it('keeps each package with a home at home', () => {
    const away = foreign.filter(({ from, to }) => homes[packageOf(to)]?.some((home) => from.startsWith(home)) === false)
    expect(away.map(show)).toEqual([])
  })

  it('lets shared use zod alone', () => {
    expect(foreign.filter(({ from, to }) => layerOf(from) === 'shared' && to !== 'zod').map(show)).toEqual([])
  })

  it('keeps Node out of the page and its preload script', () => {
    const strangers = foreign.filter(
      ({ from, to }) => ['renderer', 'preload'].includes(layerOf(from) ?? '') && to.startsWith('node:'),
    )
    expect(strangers.map(show)).toEqual([])
  })

  it('keeps the pieces of React, Mantine and zustand out of the main process', () => {
    const pageOnly = /^(?:react|react-dom|react-i18next|zustand|@mantine\/.*|@tabler\/.*)$/
    const strangers = foreign.filter(({ from, to }) => from.startsWith('electron/') && pageOnly.test(packageOf(to)))
    expect(strangers.map(show)).toEqual([])
  })
})

describe('the search for cycles', () => {
  it('finds one, and none where there is none', () => {
    const edges = (pairs: [string, string[]][]): Map<string, string[]> => new Map(pairs)
    expect(
      findCycle(
        edges([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
    ).toEqual(['b', 'c', 'b'])
    expect(
      findCycle(
        edges([
          ['a', ['b', 'c']],
          ['b', ['c']],
          ['c', []],
        ]),
      ),
    ).toBeNull()
  })
})
