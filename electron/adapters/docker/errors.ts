import { AppError } from '../../../shared/errors.ts'
import { registryHostOf } from './reference.ts'

const missingCodes: readonly string[] = ['ENOENT', 'ENOTDIR']
const permissionCodes: readonly string[] = ['EACCES', 'EPERM']
const brokenCodes: readonly string[] = ['ECONNRESET', 'EPIPE']

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  return error instanceof AggregateError ? codeOf(error.errors[0]) : ''
}

/** A request that got no answer. `address` is where the engine was looked for. */
export function connectionError(error: unknown, address: string, operation: string): AppError {
  const code = codeOf(error)
  if (missingCodes.includes(code)) return new AppError('engine-missing', { address })
  if (permissionCodes.includes(code)) return new AppError('engine-permission', { address })
  if (brokenCodes.includes(code)) return new AppError('engine-stream-cut', { operation })
  const words = error instanceof Error && error.message !== '' ? error.message : code
  return new AppError('engine-stopped', { address, words })
}

/** Turns an answer with an error's status into what it means for an operation; null for nothing special. */
export type Explain = (words: string, status: number) => AppError | null

export function refusalError(operation: string, status: number, words: string, explain?: Explain): AppError {
  return explain?.(words, status) ?? new AppError('engine-refused', { operation, status, words })
}

const unauthorized = /unauthorized|authentication required|no basic auth credentials|incorrect username or password/i
const notFound = /manifest unknown|not found|repository does not exist|name unknown/i
const noGpu = /could not select device driver|(?:unknown|invalid) runtime|nvidia-container|libnvidia/i
const cpuRange = /range of cpus is from [\d.]+ to ([\d.]+)/i

/** Words of a pull, in its stream or in place of it. */
export function pullError(image: string, username: string | null): Explain {
  return (words, status) => {
    const host = registryHostOf(image)
    if (unauthorized.test(words)) {
      return username === null
        ? new AppError('registry-login-missing', { host, words })
        : new AppError('registry-login-refused', { host, username, words })
    }
    if (status === 404 || notFound.test(words)) return new AppError('base-not-found', { image, words })
    return new AppError('pull-failed', { image, words })
  }
}

/** Words of a push. `denied` is no wrong password: the login was good, this repository may not be written to. */
export function pushError(image: string, username: string): Explain {
  return (words, status) => {
    if (status === 404 || words.includes('does not exist locally')) return new AppError('image-missing', { image })
    const host = registryHostOf(image)
    if (unauthorized.test(words)) return new AppError('registry-login-refused', { host, username, words })
    return new AppError('push-refused', { image, words })
  }
}

export function buildError(image: string): Explain {
  return (words) => new AppError('build-failed', { image, words })
}

export function loginError(host: string, username: string): Explain {
  return (words, status) => {
    if (status === 401 || unauthorized.test(words))
      return new AppError('registry-login-refused', { host, username, words })
    return new AppError('registry-unreachable', { host, words })
  }
}

export function containerError(image: string): Explain {
  return (words, status) => {
    if (noGpu.test(words)) return new AppError('gpu-unavailable', { words })
    const cpus = cpuRange.exec(words)?.[1]
    if (cpus !== undefined) return new AppError('too-many-cpus', { available: Number.parseFloat(cpus), words })
    if (status === 404 && /no such image/i.test(words)) return new AppError('image-missing', { image })
    return new AppError('container-start-failed', { image, words })
  }
}
