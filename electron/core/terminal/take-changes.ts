import { AppError } from '../../../shared/errors.ts'
import type { KeptChange } from '../../../shared/model/packages.ts'
import type { ChangeSummary } from '../../../shared/model/terminal.ts'
import { smallTar } from '../context/small-tar.ts'
import { createLineSplitter } from '../logs/lines.ts'
import type { ChangeVault } from '../packages/change-vault.ts'
import { runScript } from '../packages/run-script.ts'
import type { Engine } from '../ports/engine.ts'
import { leavesOf, sortChanges, summarise, type SortedChanges } from './sort-changes.ts'

export interface ChangesOptions {
  readonly engine: Engine
  readonly container: string
  readonly signal: AbortSignal
}

/** In a folder that is left out of what is kept. */
const listPath = '/tmp/uai-train-packer-changes'
const shownFolders = 3

const sizeScript = `cd / && xargs -0 LC_ALL=C stat -c '%F %s %n' < ${listPath} 2>/dev/null; rm -f ${listPath}`
/** As they are, with their owners and attributes; a file that changes meanwhile is no failure. */
const archiveScript = `tar --create --directory=/ --null --no-recursion --numeric-owner --xattrs --format=posix --files-from=${listPath}
code=$?
rm -f ${listPath}
test $code -le 1`

/** What was changed in a container since it was made. */
export async function lookAtChanges(options: ChangesOptions): Promise<ChangeSummary> {
  return (await look(options)).summary
}

/** Keeps what was changed in a container. Rejects with `changes-not-read`. */
export async function takeChanges(
  options: ChangesOptions & {
    readonly vault: ChangeVault
    readonly lane: KeptChange['lane']
    readonly now: number
    readonly onRead: (bytes: number) => void
  },
): Promise<KeptChange> {
  const { vault, lane, now } = options
  const { sorted, summary } = await look(options)
  const { kept, deleted, expected } = sorted
  if (kept.length + deleted.length === 0) throw new AppError('changes-not-read', { words: 'nothing was changed' })
  await giveList(
    options,
    kept.map(({ path }) => path),
  )
  const digest = await vault.keep({ deleted: [...deleted], expected: [...expected] }, archive(options))
  const { added, changed, deleted: deletedCount, sizeBytes, modules, groups } = summary
  const folders = groups.slice(0, shownFolders).map(({ folder }) => folder)
  return { digest, keptAt: now, lane, added, changed, deleted: deletedCount, sizeBytes, folders, modules }
}

async function look(options: ChangesOptions): Promise<{ sorted: SortedChanges; summary: ChangeSummary }> {
  const { engine, container, signal } = options
  const sorted = sortChanges(await engine.listChanges(container, signal))
  const files = leavesOf([...sorted.kept, ...sorted.leftOut]).filter(({ kind }) => kind !== 'deleted')
  const sizes = await measure(
    options,
    files.map(({ path }) => path),
  )
  return { sorted, summary: summarise(sorted, sizes) }
}

/** Bytes by path; none where the image has no program that tells them. */
async function measure(options: ChangesOptions, paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (paths.length === 0) return new Map()
  await giveList(options, paths)
  const { out } = await runScript({ ...options, script: sizeScript, words: [] })
  return new Map(
    out.flatMap((line) => {
      const [, size, path] = /^regular(?: empty)? file (\d+) (.+)$/.exec(line) ?? []
      return path === undefined ? [] : [[`/${path}`, Number(size)] as const]
    }),
  )
}

function giveList({ engine, container: id, signal }: ChangesOptions, paths: readonly string[]): Promise<void> {
  const text = paths.map((path) => `${path.slice(1)}\0`).join('')
  return engine.writeArchive({ id, folder: '/', archive: smallTar({ [listPath.slice(1)]: text }), signal })
}

async function* archive(
  options: ChangesOptions & { readonly onRead: (bytes: number) => void },
): AsyncGenerator<Uint8Array, void> {
  const { engine, container, signal, onRead } = options
  const command = ['/bin/sh', '-c', archiveScript]
  const output = engine.execute(container, { command, environment: {}, user: '0' }, signal)
  const splitter = createLineSplitter()
  const words: string[] = []
  try {
    let step = await output.next()
    for (; step.done !== true; step = await output.next()) {
      const { source, bytes } = step.value
      if (source === 'err') words.push(...splitter.push(bytes))
      else {
        onRead(bytes.byteLength)
        yield bytes
      }
    }
    if (step.value !== 0) throw new AppError('changes-not-read', { words: [...words, ...splitter.end()].join('\n') })
  } finally {
    await output.return(-1)
  }
}
