// @ts-check
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where set-up keeps what is too big or too machine-bound for the repository. */
export function cacheFolder() {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'uai-train-packer')
}
