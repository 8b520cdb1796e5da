import type { ErrorData } from '../../../shared/errors.ts'
import type { CheckId } from '../../../shared/model/doctor.ts'

const fullDisk = /no space left on device|disk quota exceeded/i

/** The checks that may find why something failed; none where they cannot tell more than the error does. */
export function checksFor(error: ErrorData): readonly CheckId[] {
  if ('words' in error.details && fullDisk.test(error.details.words)) return ['disk']
  switch (error.code) {
    case 'engine-missing':
    case 'engine-stopped':
    case 'engine-permission':
    case 'engine-stream-cut':
      return ['engine', 'permission', 'running']
    case 'gpu-unavailable':
      return ['gpu']
    case 'keychain-failed':
      return ['keychain']
    case 'disk-full':
      return ['disk']
    case 'ucloud-unreachable':
    case 'ucloud-timeout':
    case 'ucloud-bad-answer':
      return ['api', 'proxy']
    case 'ucloud-refused':
      return ['api', 'clock']
    case 'registry-login-refused':
      return ['login']
    case 'registry-unreachable':
    case 'pull-failed':
      return ['login', 'proxy']
    default:
      return []
  }
}
