import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { TestRegistry } from './registry-server.ts'

const run = promisify(execFile)

/** Debian's own client of registries, which knows nothing of ours; returns what it says. */
export async function skopeo(
  { auth: { username, password } }: Pick<TestRegistry, 'auth'>,
  ...args: readonly string[]
): Promise<string> {
  const [command = '', ...rest] = args
  const credentials = command === 'copy' ? '--src-creds' : '--creds'
  const verify = command === 'copy' ? '--src-tls-verify=false' : '--tls-verify=false'
  return (await run('skopeo', [command, verify, credentials, `${username}:${password}`, ...rest])).stdout
}
