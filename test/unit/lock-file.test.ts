import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const locked = z.looseObject({ link: z.boolean().optional(), integrity: z.string().optional() })
const lock = z
  .object({ packages: z.record(z.string(), locked) })
  .parse(JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')))
const packages = Object.entries(lock.packages).filter(([folder, { link }]) => folder !== '' && link !== true)

describe('the lock file', () => {
  it('says of every package what its archive must be', () => {
    const unproven = packages.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''))
    expect(packages.length).toBeGreaterThan(400)
    expect(unproven.map(([folder]) => folder)).toEqual([])
  })

  it('names no address that a package would be taken from', () => {
    expect(packages.filter(([, entry]) => 'resolved' in entry).map(([folder]) => folder)).toEqual([])
  })
})
