import type { RunOptions } from '../../../shared/model/run-options.ts'

const secretWords: ReadonlySet<string> = new Set(
  'token key apikey secret password passwd pass passphrase credential credentials auth pat pin'.split(' '),
)
/** What shorter values say is said by ordinary words too. */
const shortest = 4
const ordinary = /^(?:\d+(?:\.\d+)?|true|false|none|null|auto|yes|off)$/i
/** No path, no address, no list: letters and digits without end, as keys and tokens are. */
const looksMade = /^(?=.*\d)(?=.*[A-Za-z])[\w.+~=-]{20,}$/

/** The secrets among what a run is given by the name of a variable alone: its output may show them. */
export function passedSecrets(
  { environment }: Pick<RunOptions, 'environment'>,
  own: Readonly<Record<string, string | undefined>>,
): string[] {
  return environment.flatMap(({ name, value: given }) => {
    const value = given === null ? own[name] : undefined
    if (value === undefined || value.length < shortest || ordinary.test(value)) return []
    const saysSo = name
      .toLowerCase()
      .split('_')
      .some((word) => secretWords.has(word))
    return saysSo || looksMade.test(value) ? [value] : passwordOf(value)
  })
}

/** Of an address such as a proxy's. */
function passwordOf(value: string): string[] {
  const encoded = URL.canParse(value) ? new URL(value).password : ''
  if (encoded === '') return []
  try {
    return [encoded, decodeURIComponent(encoded)]
  } catch {
    return [encoded]
  }
}
