import { describe, expect, it } from 'vitest'
import type { DoctorTools } from '../../../../electron/core/doctor/check.ts'
import { runDoctor } from '../../../../electron/core/doctor/run-doctor.ts'
import { CheckId, worstVerdict, type Finding } from '../../../../shared/model/doctor.ts'
import { findingReport, shownValues } from '../../../../shared/model/doctor-report.ts'
import { collect } from '../../../support/collect.ts'
import { wellTools } from '../../../support/doctor-tools.ts'
import { FakeEngine } from '../../../support/fake-engine.ts'
import { thrownBy } from '../../../support/thrown.ts'

const { signal } = new AbortController()
const never = <Value>(): Promise<Value> => new Promise<Value>(() => undefined)

describe('the doctor', () => {
  it('makes every check once, and finds a well machine well', async () => {
    const { items: findings } = await collect(runDoctor({ tools: wellTools(), signal }))
    expect(findings.map(({ check }) => check).toSorted()).toEqual(CheckId.options.toSorted())
    expect(worstVerdict(findings)).toBe('ok')
  })

  it('makes those that are asked for', async () => {
    const { items: findings } = await collect(runDoctor({ tools: wellTools(), only: ['disk', 'login'], signal }))
    expect(findings.map(({ check }) => check).toSorted()).toEqual(['disk', 'login'])
  })

  it('gives up what does not answer, and lets nothing wait for it', async () => {
    const registry = { checkLogin: () => never<undefined>() }
    const order: string[] = []
    const run = runDoctor({ tools: wellTools({ registry }), signal, timeoutMs: 60 })
    for await (const { check, code } of run) order.push(`${check} ${code}`)
    expect(order.at(-1)).toBe('login unanswered')
    expect(order).toHaveLength(CheckId.options.length)
  })

  it('finds, and does not fail, where a check throws', async () => {
    const secrets = { backend: () => Promise.reject(new Error('libsecret is gone')) }
    const { items } = await collect(runDoctor({ tools: wellTools({ secrets }), only: ['keychain'], signal }))
    expect(items[0]).toMatchObject({ code: 'check-failed', verdict: 'warning', words: 'libsecret is gone' })
  })

  it('asks the engine once for all checks', async () => {
    const engine = new FakeEngine()
    await collect(runDoctor({ tools: wellTools({ engine }), signal }))
    expect(engine.operations('health')).toHaveLength(1)
  })

  it('ends at once when it is left', async () => {
    const controller = new AbortController()
    const tools: DoctorTools = wellTools({ readServerTime: () => never<null>() })
    const run = collect(runDoctor({ tools, only: ['clock'], signal: controller.signal }))
    controller.abort()
    expect(await thrownBy(run)).toMatchObject({ code: 'cancelled' })
  })
})

describe('a report', () => {
  const finding: Finding = {
    ...({ check: 'disk', code: 'disk-low', verdict: 'warning', tookMs: 3 } as const),
    values: { path: '/data', freeBytes: 1_500_000_000, count: 1 },
    words: 'two\nlines',
    cures: [{ kind: 'command', command: 'docker system prune' }, { kind: 'sandbox' }],
  }

  it('has a mark, the words and the command, and sizes as texts', () => {
    const words = { name: 'Disk', seen: 'Low.', cure: 'Make room.' }
    const lines = ['! Disk: Low.', '    two', '    lines', '    Make room.', '    $ docker system prune', '']
    expect(findingReport(finding, words)).toBe(lines.join('\n'))
    expect(shownValues(finding, (bytes) => `${bytes / 1e9} GB`)).toEqual({
      path: '/data',
      freeBytes: '1.5 GB',
      count: 1,
    })
  })
})
