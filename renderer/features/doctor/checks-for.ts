import type { ErrorCode, ErrorData } from '../../../shared/errors.ts'
import type { CheckId } from '../../../shared/model/doctor.ts'

const fullDisk = /no space left on device|disk quota exceeded/i

const checksOfCode: Readonly<Partial<Record<ErrorCode, readonly CheckId[]>>> = {
  'engine-missing': ['engine', 'permission', 'running'],
  'engine-stopped': ['engine', 'permission', 'running'],
  'engine-link-failed': ['engine', 'permission', 'running'],
  'engine-remote-missing': ['engine', 'permission', 'running'],
  'engine-silent': ['engine', 'permission', 'running'],
  'engine-permission': ['engine', 'permission', 'running'],
  'engine-stream-cut': ['engine', 'permission', 'running'],
  'gpu-unavailable': ['gpu'],
  'keychain-failed': ['keychain'],
  'disk-full': ['disk'],
  'ucloud-unreachable': ['api', 'proxy'],
  'ucloud-timeout': ['api', 'proxy'],
  'ucloud-bad-answer': ['api', 'proxy'],
  'ucloud-refused': ['api', 'clock'],
  'registry-login-refused': ['login'],
  'registry-no-right': ['login'],
  'registry-unreachable': ['login', 'proxy'],
  'pull-failed': ['login', 'proxy'],
}

/** The checks that may find why something failed; none where they cannot tell more than the error does. */
export function checksFor(error: ErrorData): readonly CheckId[] {
  if ('words' in error.details && fullDisk.test(error.details.words)) return ['disk']
  return checksOfCode[error.code] ?? []
}
