import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../../electron/core/logs/redactor.ts'
import type { SpeedMeter } from '../../../electron/core/ports/registry.ts'
import { createSpeedService, type SpeedServiceOptions } from '../../../electron/services/speed-service.ts'
import { defaultAccountSettings } from '../../../shared/model/account.ts'
import { AccountId, ProjectId } from '../../../shared/model/ids.ts'
import { collect } from '../../support/collect.ts'
import { FakeRegistry } from '../../support/fake-registry.ts'
import { sampleProject } from '../../support/samples.ts'

const { signal } = new AbortController()
const accountId = AccountId.parse('mine')
const project = (id: string, imageName: string, owner: AccountId | null = accountId) =>
  sampleProject({ id: ProjectId.parse(id), imageName, accountId: owner })
const projects = [project('other', 'not-mine', null), project('newest', 'newest'), project('older', 'older')]

type Asked = Parameters<SpeedMeter['measureSpeed']>[0]

function serviceWith(registry: FakeRegistry = new FakeRegistry()) {
  const asked: Asked[] = []
  const kept: unknown[] = []
  const measure = registry.measureSpeed.bind(registry)
  const meter = Object.assign(registry, {
    measureSpeed: (options: Asked) => {
      asked.push(options)
      return measure(options)
    },
  })
  const options: SpeedServiceOptions = {
    adapters: { registry: meter, clock: { now: () => 7000 } },
    secrets: { get: () => Promise.resolve('secret') },
    redactor: createRedactor(),
    accountStore: {
      find: (id) =>
        id === accountId
          ? { id: accountId, settings: { ...defaultAccountSettings, name: 'Mine', uhubUsername: 'me' } }
          : null,
    },
    projectStore: { list: () => projects },
    keep: (host, upload) => kept.push({ host, ...upload }),
  }
  return { service: createSpeedService(options), asked, kept }
}

describe('the speed of an account', () => {
  it('is measured as the project that is looked at finds it, or the newest one of the account', async () => {
    const { service, asked } = serviceWith()
    for (const id of ['older', 'other', null]) {
      await collect(service.measure({ accountId, projectId: id === null ? null : ProjectId.parse(id) }, signal))
    }
    expect(asked.map(({ repository }) => repository)).toEqual(['demo/older', 'demo/newest', 'demo/newest'])
    expect(asked[0]?.auth).toEqual({ host: 'uhub.ucloud.cn', username: 'me', password: 'secret' })
  })

  it('is kept for estimates, and is not when nothing came of it', async () => {
    const well = serviceWith()
    await collect(well.service.measure({ accountId, projectId: null }, signal))
    expect(well.kept).toEqual([{ host: 'uhub.ucloud.cn', bytes: 1_000_000, ms: 1000, at: 7000 }])

    const registry = new FakeRegistry()
    registry.failure = new Error('gone')
    const failing = serviceWith(registry)
    await expect(collect(failing.service.measure({ accountId, projectId: null }, signal))).rejects.toThrow('gone')
    expect(failing.kept).toEqual([])
  })

  it('is given up with its reader', async () => {
    const registry = new FakeRegistry()
    let isOver = false
    registry.measureSpeed = async function* () {
      try {
        for (;;) yield await Promise.resolve({ way: 'upload' as const, bytes: 1, ms: 1 })
      } finally {
        isOver = true
      }
    }
    for await (const batch of serviceWith(registry).service.measure({ accountId, projectId: null }, signal)) {
      expect(batch).toHaveLength(1)
      break
    }
    expect(isOver).toBe(true)
  })

  it('is nobody’s without an account', async () => {
    const measuring = serviceWith().service.measure({ accountId: AccountId.parse('nobody'), projectId: null }, signal)
    await expect(collect(measuring)).rejects.toMatchObject({ code: 'not-found', details: { what: 'account' } })
  })
})
