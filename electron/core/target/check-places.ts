import { platformFlags } from '../../../shared/uaitrain/platform-arguments.ts'
import { parseShellWords } from '../../../shared/uaitrain/shell-words.ts'
import { findingAt, type Finding } from './finding.ts'
import { nodesOf, stringOf, textOf, type Call, type PythonSource } from './python-source.ts'

/** Folders of somebody's own machine. Those of the system, and /data itself, are in the image. */
const ownPlaces = /^(?:\/(?:home|Users|mnt|media|root|Volumes|workspace)\/\S|[A-Za-z]:[\\/]\S)/

/** Paths that will not be there. A default that the command line overrides never counts. */
export function checkPaths(source: PythonSource, trainParams: string): Finding[] {
  const given = [
    ...platformFlags,
    ...(parseShellWords(trainParams) ?? []).map(({ value }) => value.replace(/=.*$/s, '')),
  ]
  const overridden = source.calls.filter(({ name, positional }) => {
    return name === 'add_argument' && positional.some((node) => given.includes(stringOf(source, node) ?? ''))
  })
  return nodesOf(source, 'String').flatMap((node) => {
    const text = stringOf(source, node) ?? ''
    const isText = node.parent?.name === 'ExpressionStatement'
    const isUnused = overridden.some((call) => call.node.from <= node.from && node.to <= call.node.to)
    const isHelp =
      node.prevSibling?.prevSibling !== null &&
      /\bhelp\s*=\s*$/.test(source.text.slice(Math.max(0, node.from - 40), node.from))
    if (!ownPlaces.test(text) || isText || isUnused || isHelp) return []
    return [findingAt('absolute-path', source, node.from, text)]
  })
}

const downloads: readonly RegExp[] = [
  /(?:^|\.)(?:urlopen|urlretrieve)$/,
  /^requests\.(?:get|post|head)$/,
  /^wget\.download$/,
  /(?:^|\.)model_zoo\.load_url$|^load_url$|(?:^|\.)load_state_dict_from_url$/,
  /(?:^|\.)hub\.load$/,
  /^nltk\.download$/,
  /^wandb\.(?:init|login)$/,
  /(?:^|\.)datasets\.\w+\.load_data$/,
]
const shells = /^(?:os\.system|os\.popen|subprocess\.(?:call|run|Popen|check_call|check_output))$/
const shellDownloads = /\b(?:pip3?\b[^;|&]*\binstall|wget|curl|git\b[^;|&]*\bclone|apt-get|conda\b[^;|&]*\binstall)\b/

/** Training nodes have no network. */
export function checkNetwork(source: PythonSource): Finding[] {
  return source.calls.flatMap((call) => {
    const what = downloadOf(source, call)
    return what === null ? [] : [findingAt('network', source, call.node.from, what)]
  })
}

function downloadOf(source: PythonSource, { callee, name, positional, keywords }: Call): string | null {
  for (const keyword of ['download', 'pretrained']) {
    const value = keywords.get(keyword)
    if (value !== undefined && textOf(source, value) === 'True') return `${callee}(…, ${keyword}=True)`
  }
  if (downloads.some((pattern) => pattern.test(callee))) return `${callee}(…)`
  const first = positional[0]
  const text = stringOf(source, first)
  // A name such as bert-base-chinese is looked up; a path is not.
  if (name === 'from_pretrained' && text !== null && !/^[./]/.test(text)) return `${callee}('${text}')`
  if (!shells.test(callee) || first === undefined) return null
  const command = textOf(source, first).replace(/['",[\]]+/g, ' ')
  return shellDownloads.test(command) ? `${callee}(${textOf(source, first).slice(0, 60)})` : null
}
