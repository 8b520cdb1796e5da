import type { Check } from '../check.ts'

/** The local stand-in for the service, for who has no account. */
export const checkSandbox: Check = {
  id: 'sandbox',
  async run({ sandboxSettings, readServerTime, signal }) {
    if (sandboxSettings === null) return { code: 'sandbox-none', cures: [{ kind: 'sandbox' }] }
    const values = { url: sandboxSettings.apiUrl }
    try {
      await readServerTime(sandboxSettings.apiUrl, signal)
      return { code: 'sandbox-running', values }
    } catch (error) {
      if (signal.aborted) throw error
      return { code: 'sandbox-stopped', values, cures: [{ kind: 'sandbox' }] }
    }
  },
}
