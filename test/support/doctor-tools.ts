import type { Check, CheckedAccount, DoctorTools, Outcome } from '../../electron/core/doctor/check.ts'
import type { Machine } from '../../electron/core/doctor/machine.ts'
import { askEngine, findEngineFacts } from '../../electron/core/doctor/engine-facts.ts'
import { defaultAccountSettings, type AccountSettings } from '../../shared/model/account.ts'
import { AccountId } from '../../shared/model/ids.ts'
import { FakeEngine } from './fake-engine.ts'

/** A Debian machine on which all is well. */
export function wellMachine(changes: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    userName: () => 'lin',
    findEngine: () =>
      Promise.resolve({ address: 'unix:///var/run/docker.sock', foundBy: 'socket', missingContext: null }),
    inspectSocket: () =>
      Promise.resolve({ owner: 'root', group: 'docker', groupMayUse: true, groupMembers: ['lin'], mayUse: true }),
    measureDisk: () => Promise.resolve({ freeBytes: 50e9, totalBytes: 100e9 }),
    findGpu: () => Promise.resolve({ hasCard: false, driverVersion: null, hasToolkit: false, hasHook: false }),
    hasCdiGpus: () => Promise.resolve(false),
    hasSystemd: () => Promise.resolve(true),
    findPackageManager: () => Promise.resolve('apt'),
    proxies: () => ({ http: '', https: '', none: '' }),
    ...changes,
  }
}

export function wellAccount(changes: Partial<AccountSettings> = {}): CheckedAccount {
  return {
    id: AccountId.parse('mine'),
    settings: {
      ...defaultAccountSettings,
      ...{ name: 'Mine', publicKey: 'public', uhubUsername: 'lin@example.com' },
      ...changes,
    },
    privateKey: () => Promise.resolve('key'),
    uhubPassword: () => Promise.resolve('password'),
  }
}

export const doctorNow = Date.UTC(2026, 4, 1)

export function wellTools(changes: Partial<DoctorTools> = {}): DoctorTools {
  return {
    machine: wellMachine(),
    gpus: { ask: () => Promise.resolve(null) },
    engine: new FakeEngine(),
    registry: { checkLogin: () => Promise.resolve() },
    ucloud: { call: () => Promise.resolve({ RetCode: 0 }) },
    secrets: { backend: () => Promise.resolve({ kind: 'keychain' }) },
    account: wellAccount(),
    sandboxSettings: null,
    readServerTime: () => Promise.resolve(doctorNow),
    now: () => doctorNow,
    limits: { lowDiskBytes: 20e9, fullDiskBytes: 3e9 },
    ...changes,
  }
}

/** What one check finds, by itself. */
export async function outcomeOf(check: Check, tools: DoctorTools): Promise<Outcome> {
  const { signal } = new AbortController()
  const facts = await findEngineFacts(tools.machine)
  const engineAnswer = () => askEngine(tools.engine, facts.place.address, signal)
  return check.run({ ...tools, engineFacts: () => Promise.resolve(facts), engineAnswer, signal })
}

export function commandsOf({ cures }: Outcome): string[] {
  return (cures ?? []).flatMap((cure) => (cure.kind === 'command' ? [cure.command] : []))
}
