import { AppError } from '../../../shared/errors.ts'

/** What ssh said, with its talk about its work (`-v`), as what it means for the engine. */
export function sshFailure(address: string, text: string): AppError {
  const words = wordsOf(text)
  if (/HOST IDENTIFICATION HAS CHANGED|Host key for .* has changed|REVOKED HOST KEY/i.test(text)) {
    return new AppError('engine-host-key-changed', { address, ...hostKeyOf(text) })
  }
  if (/No \S+ host key is known for|Host key verification failed/i.test(text)) {
    return new AppError('engine-host-key-unknown', { address, ...hostKeyOf(text) })
  }
  // The tunnel is open then, and the login was good.
  const refused = /open failed: (?:connect failed: )?(.*)/.exec(text)?.[1]
  if (refused !== undefined) {
    const code = /permission denied/i.test(refused) ? 'engine-remote-permission' : 'engine-remote-missing'
    return new AppError(code, { address, words: refused.trim() })
  }
  if (/Permission denied|Too many authentication failures|no mutual signature/i.test(text)) {
    return new AppError('engine-login-refused', { address, words })
  }
  return new AppError('engine-link-failed', { address, words })
}

function hostKeyOf(text: string): { keyType: string; fingerprint: string } {
  const [, keyType = '', fingerprint = ''] = /Server host key: (\S+) (\S+)/.exec(text) ?? []
  return { keyType, fingerprint }
}

/** The last thing that ssh says is what it failed of. */
function wordsOf(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const own = lines.filter((line) => !/^(?:debug\d:|OpenSSH_|Authenticated to|Authorized uses only)/.test(line))
  return own.slice(-2).join(' ').trim() || (lines.at(-1) ?? '')
}
