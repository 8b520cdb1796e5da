import { basename } from 'node:path'

const tellingNames: readonly string[] = ['train', 'main', 'run', 'run_train', 'training', 'trainer', 'start', 'mnist']
const helperNames = /^(?:test_.*|.*_test|conftest|setup|__init__|__main__|utils?|config|models?|datasets?|version)$/
const helperFolders = /^(?:tests?|docs?|examples?|scripts?|tools?|site-packages|node_modules|build|dist|\..*|v?env)$/

const mainGuard = /^if\s+__name__\s*==\s*['"]__main__['"]/m
const platformUse = /\buargs\b|add_uai_args|--(?:data_dir|output_dir|work_dir|num_gpus)\b/
const argumentParser = /\bargparse\b|^\s*(?:import|from)\s+(?:click|fire|absl|docopt|typer)\b/m
const training = /\.backward\(\)|\.fit\(|\boptimizer\b/

/** How likely a Python file is the one that starts the training; `head` is its beginning, empty when not read. */
export function scoreMainFile(path: string, head: string, folderName: string): number {
  return scorePath(path, folderName) + scoreText(head)
}

/** What the path alone tells: cheap, so that the files worth reading can be chosen by it. */
export function scorePath(path: string, folderName: string): number {
  const parts = path.split('/')
  const stem = basename(path, '.py').toLowerCase()
  let score = -10 * (parts.length - 1)
  if (tellingNames.includes(stem)) score += 20
  else if (/(?:^|_)(?:train|main)(?:_|$)/.test(stem)) score += 15
  if (stem === folderName.toLowerCase()) score += 15
  if (helperNames.test(stem)) score -= 40
  if (parts.slice(0, -1).some((folder) => helperFolders.test(folder.toLowerCase()))) score -= 25
  return score
}

function scoreText(head: string): number {
  let score = 0
  if (mainGuard.test(head)) score += 40
  if (platformUse.test(head)) score += 25
  if (argumentParser.test(head)) score += 15
  if (training.test(head)) score += 10
  return score
}
