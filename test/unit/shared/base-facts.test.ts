import { describe, expect, it } from 'vitest'
import { betterPython, linkOffer, type BaseFacts, type PythonFacts } from '../../../shared/model/base-facts.ts'

function python(path: string, version: string, ...frameworks: string[]): PythonFacts {
  const named = frameworks.map((name) => ({ name, version: '1.0' }))
  return { path, version, frameworks: named, cuda: '', architectures: null }
}

function facts(changes: Partial<BaseFacts>): BaseFacts {
  const others = changes.others ?? []
  return {
    image: 'base:1',
    digest: 'sha256:1',
    source: 'engine',
    sizeBytes: 1,
    state: 'missing',
    python: null,
    others,
    places: others.map(({ path }) => path),
    ...changes,
  }
}

const [old, newer, conda] = [
  python('/usr/bin/python2', '2.7.18'),
  python('/usr/bin/python3', '3.10.1'),
  python('/opt/conda/bin/python', '3.9.2', 'torch'),
]

describe('the Python that would do better', () => {
  it('is the one with a framework, else the newest, where there is none or a broken one', () => {
    expect(betterPython(facts({ others: [old, newer, conda] }))).toBe(conda)
    expect(betterPython(facts({ state: 'broken', others: [old, newer] }))).toBe(newer)
    expect(betterPython(facts({}))).toBeNull()
  })

  it('is none where the one that is there has a framework, or no other has one either', () => {
    const fine = { state: 'fine', python: python('/usr/bin/python', '3.8.1', 'torch') } as const
    expect(betterPython(facts({ ...fine, others: [conda] }))).toBeNull()
    const bare = { state: 'fine', python: old } as const
    expect(betterPython(facts({ ...bare, others: [newer] }))).toBeNull()
    expect(betterPython(facts({ ...bare, others: [newer, conda] }))).toBe(conda)
  })

  it('is not known of an image that was not started', () => {
    expect(betterPython(facts({ source: 'registry', state: 'unknown' }))).toBeNull()
    expect(betterPython(facts({ state: 'late', others: [conda] }))).toBeNull()
  })
})

describe('the link that is offered', () => {
  it('leads to what all images have, as far as they were started', () => {
    const cpu = facts({ others: [newer, conda] })
    const remote = facts({ source: 'registry', state: 'unknown' })
    expect(linkOffer([cpu, remote])).toBe(conda)
    const fineTwin = facts({ state: 'fine', python: conda, places: ['/usr/bin/python', conda.path] })
    expect(linkOffer([cpu, fineTwin])).toBe(conda)
  })

  it('is none where an image lacks it, or nothing is to be mended', () => {
    const elsewhere = facts({ others: [python('/usr/local/bin/python3', '3.9.2', 'torch')] })
    expect(linkOffer([facts({ others: [conda] }), elsewhere])).toBeNull()
    expect(linkOffer([])).toBeNull()
  })
})
