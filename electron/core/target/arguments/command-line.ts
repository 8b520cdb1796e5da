import { platformFlags } from '../../../../shared/uaitrain/platform-arguments.ts'
import { parseShellWords } from '../../../../shared/uaitrain/shell-words.ts'

/** The words that the user gives, without those of the platform. */
export interface GivenWords {
  readonly words: readonly string[]
  /** Names of the options among them. */
  readonly flags: readonly string[]
}

export function givenWords(trainParams: string): GivenWords {
  const words = (parseShellWords(trainParams) ?? []).map(({ value }) => value)
  return { words, flags: words.filter((word) => /^-[^\d]/.test(word)).map((word) => word.replace(/=.*$/s, '')) }
}

/** Of the platform's names, those that a reader does not take; an abbreviation is taken where that is its way. */
export function missingFlags(taken: readonly string[], abbreviates: boolean): string[] {
  return platformFlags.filter((wanted) => {
    if (taken.includes(wanted)) return false
    return !(abbreviates && taken.filter((flag) => flag.startsWith(wanted)).length === 1)
  })
}

const likelyNames: Readonly<Record<string, RegExp>> = {
  '--num_gpus': /^--(?:n|num|number)?[-_]?(?:of[-_])?gpus?$|^--gpu[-_]?(?:num|count|number)$|^--ngpus?$/i,
  '--work_dir': /^--(?:work|working)[-_]?(?:dir|path|folder|directory|root)$|^--workdir$/i,
  '--data_dir': /^--(?:data|dataset|input)[-_]?(?:dir|path|folder|directory|root)?$/i,
  '--output_dir': /^--(?:out|output|save|result|results)[-_]?(?:dir|path|folder|directory|root)?$/i,
  '--log_dir': /^--(?:log|logs|logging)[-_]?(?:dir|path|folder|directory|root)$/i,
}

/** What the script has in place of a name that it does not take: `--work-dir` for `--work_dir`. */
export function nearMisses(missing: readonly string[], taken: readonly string[]): string[] {
  return missing.flatMap((wanted) => {
    const near =
      taken.find((flag) => plain(flag) === plain(wanted)) ?? taken.find((flag) => likelyNames[wanted]?.test(flag))
    return near === undefined || platformFlags.includes(near) ? [] : [near]
  })
}

function plain(flag: string): string {
  return flag.toLowerCase().replace(/[-_]/g, '')
}
