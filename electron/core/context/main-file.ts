import { basename, dirname } from 'node:path'

const tellingNames: readonly string[] = ['train', 'main', 'run', 'run_train', 'training', 'trainer', 'start', 'mnist']
const otherUses =
  /(?:^|_)(?:tests?|demos?|eval(?:uate|uation)?|predict(?:ion)?|infer(?:ence)?|detect|export|convert|download|prepare|preprocess|visuali[sz]e|plot|benchmark|submit|serve|deploy|generate|sample)(?:_|$)/
const helperNames = /^(?:conftest|setup|__init__|__main__|utils?|config|models?|datasets?|version)$/
const helperFolders = /^(?:tests?|docs?|examples?|site-packages|node_modules|build|dist|\..*|v?env)$/
const toolFolders = /^(?:scripts?|tools?|bin)$/

const mainGuard = /^if\s+__name__\s*==\s*['"]__main__['"]/m
const platformUse = /\buargs\b|add_uai_args|--(?:data_dir|output_dir|work_dir|num_gpus)\b/
const argumentParser = /\bargparse\b|^\s*(?:import|from)\s+(?:click|fire|absl|docopt|typer|hydra)\b/m
const training = /\.backward\(\)|\.fit\(|\boptimizer\b|\.train\(\)/

/** What a file lies in, as far as the guess depends on it. */
export interface MainFilePlace {
  readonly folderName: string
  /** Folders with an `__init__.py`: what is in them is imported, not started. */
  readonly packages: ReadonlySet<string>
}

/** How likely a Python file is the one that starts the training; `text` is what was read of it, empty for nothing. */
export function scoreMainFile(path: string, text: string, place: MainFilePlace): number {
  return scorePath(path, place) + scoreText(text)
}

/** What the path alone tells: cheap, so that the files worth reading can be chosen by it. */
export function scorePath(path: string, { folderName, packages }: MainFilePlace): number {
  const folders = path.split('/').slice(0, -1)
  const stem = basename(path, '.py').toLowerCase()
  let score = -10 * folders.length
  if (/^train(?:$|_|\d)/.test(stem)) score += 40
  else if (tellingNames.includes(stem)) score += 25
  else if (/(?:^|_)(?:train|main)(?:_|$)/.test(stem)) score += 20
  if (stem === folderName.toLowerCase()) score += 15
  if (otherUses.test(stem)) score -= 40
  if (helperNames.test(stem)) score -= 40
  if (folders.some((folder) => helperFolders.test(folder.toLowerCase()))) score -= 25
  else if (folders.some((folder) => toolFolders.test(folder.toLowerCase()))) score -= 5
  if (packages.has(dirname(path))) score -= 30
  return score
}

function scoreText(text: string): number {
  let score = 0
  if (mainGuard.test(text)) score += 40
  if (platformUse.test(text)) score += 25
  if (argumentParser.test(text)) score += 15
  if (training.test(text)) score += 10
  return score
}
