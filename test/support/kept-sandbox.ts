import { homedir } from 'node:os'
import { join } from 'node:path'

/** Its base images take minutes to make, so the tests share one sandbox that is kept outside the repository. */
export function keptSandboxFolder(): string {
  const cacheFolder = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  return process.env['UAI_SANDBOX_FOLDER'] ?? join(cacheFolder, 'uai-train-packer', 'sandbox')
}
