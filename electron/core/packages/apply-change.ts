import { AppError } from '../../../shared/errors.ts'
import type { KeptChange } from '../../../shared/model/packages.ts'
import type { Activities } from '../pack/stage.ts'
import type { ChangeVault } from './change-vault.ts'
import type { BaseWork, WorkPlace } from './customise-base.ts'
import { changeKey } from './recipe.ts'
import { runScript } from './run-script.ts'

/** As many words as a command surely takes. */
const wordsAtOnce = 500
const shownPaths = 3

const missingScript = 'for path; do test -e "$path" || test -L "$path" || printf "%s\\n" "$path"; done'

/** Puts what was changed in a terminal into a base image. Rejects with `changes-not-applied` or `kept-change-missing`. */
export function applyChange({ digest }: KeptChange, vault: Pick<ChangeVault, 'open'>): BaseWork {
  return {
    keyOf: (baseId) => changeKey(baseId, digest),
    network: 'none',
    run: async function* (place) {
      const { lane, engine, base, container: id, signal } = place
      const { deleted, expected, archive } = await vault.open(digest)
      yield { type: 'log', source: 'app', text: `${lane}: changes kept from a terminal, ${digest.slice(0, 12)}` }
      yield* tellMissing(place, expected)
      try {
        for (const words of inGroups(deleted)) await runWell(place, 'rm -rf -- "$@"', words)
        await engine.writeArchive({ id, folder: '/', archive: archive(), signal })
      } catch (error) {
        const data = error instanceof AppError ? error.toData() : null
        if (data?.code !== 'engine-refused') throw error
        throw new AppError('changes-not-applied', { image: base, words: data.details.words })
      }
    },
  }
}

/** A base image that lacks what was changed in the other one may be too different from it. */
async function* tellMissing(place: WorkPlace, expected: readonly string[]): Activities<void> {
  const missing: string[] = []
  for (const words of inGroups(expected)) {
    missing.push(...(await runScript({ ...place, script: missingScript, words })).out)
  }
  if (missing.length === 0) return
  const { base: image } = place
  yield {
    type: 'note',
    note: { code: 'changes-differ', image, count: missing.length, paths: missing.slice(0, shownPaths).join(', ') },
  }
}

async function runWell(place: WorkPlace, script: string, words: readonly string[]): Promise<void> {
  const { err, exitCode } = await runScript({ ...place, script, words })
  if (exitCode !== 0) throw new AppError('changes-not-applied', { image: place.base, words: err.join('\n') })
}

function* inGroups(words: readonly string[]): Generator<readonly string[], void> {
  for (let start = 0; start < words.length; start += wordsAtOnce) yield words.slice(start, start + wordsAtOnce)
}
