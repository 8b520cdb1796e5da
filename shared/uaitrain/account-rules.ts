import type { AccountSettings } from '../model/account.ts'
import type { FieldName, ProblemCode } from '../model/field.ts'
import { parseImageRef } from '../model/image-ref.ts'
import { lineProblem, requiredLineProblem } from './text-checks.ts'

type Rule = (settings: AccountSettings) => { problem: ProblemCode | null; value: string }

export const accountRules = {
  accountName: ({ name }) => ({ problem: requiredLineProblem(name), value: name }),
  publicKey: ({ publicKey }) => ({ problem: keyProblem(publicKey), value: publicKey }),
  projectId: ({ projectId }) => ({ problem: lineProblem(projectId), value: projectId }),
  region: ({ region }) => ({ problem: requiredLineProblem(region), value: region }),
  zone: ({ zone }) => ({ problem: requiredLineProblem(zone), value: zone }),
  apiUrl: ({ apiUrl }) => ({ problem: apiUrlProblem(apiUrl), value: withoutUserInfo(apiUrl) }),
  uhubUsername: ({ uhubUsername }) => ({ problem: requiredLineProblem(uhubUsername), value: uhubUsername }),
  uhubHost: ({ uhubHost }) => ({ problem: hostProblem(uhubHost), value: uhubHost }),
  uhubInternalHost: ({ uhubInternalHost }) => ({ problem: hostProblem(uhubInternalHost), value: uhubInternalHost }),
} as const satisfies Partial<Record<FieldName, Rule>>

/** A key pasted with a space in it fails only later, as a wrong signature. */
function keyProblem(key: string): ProblemCode | null {
  return requiredLineProblem(key) ?? (/\s/.test(key) ? 'bad-characters' : null)
}

function hostProblem(host: string): ProblemCode | null {
  const problem = requiredLineProblem(host)
  if (problem !== null) return problem
  return parseImageRef(`${host}/registry/image`)?.host === host ? null : 'bad-characters'
}

function apiUrlProblem(text: string): ProblemCode | null {
  const problem = requiredLineProblem(text)
  if (problem !== null) return problem
  const url = parseUrl(text)
  if (url?.username !== '' || url.password !== '') return 'not-a-url'
  if (url.protocol === 'https:') return null
  if (url.protocol !== 'http:') return 'not-a-url'
  return isLoopback(url.hostname) ? null : 'insecure-url'
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null // Not a URL at all, which is an answer.
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}

/** A URL may carry a password, which no message may show. */
function withoutUserInfo(url: string): string {
  return url.replace(/\/\/.*@/, '//')
}
