import { describe, expect, it } from 'vitest'
import { checkArchitectures } from '../../../../electron/core/target/check-architectures.ts'
import type { BaseFacts, PythonFacts } from '../../../../shared/model/base-facts.ts'
import { defaultCombination } from '../../../../shared/uaitrain/combinations.ts'

type Question = Parameters<typeof checkArchitectures>[0]

const image = 'mine:gpu'
const question: Question = {
  base: { kind: 'own', cpuImage: '', gpuImage: image },
  acceleratorType: 'gpu',
  cloudGpu: 'platform',
  pythonLink: '',
}

function python(changes: Partial<PythonFacts>): PythonFacts {
  const frameworks = [{ name: 'torch', version: '2.4.0' }]
  return { path: '/usr/bin/python', version: '3.11.2', frameworks, cuda: '12.1', architectures: null, ...changes }
}

function facts(changes: Partial<BaseFacts>): BaseFacts {
  const known = { image, digest: 'sha256:1', sizeBytes: 1, others: [], places: [] } as const
  return {
    ...known,
    source: 'engine',
    state: 'fine',
    python: python({}),
    ...changes,
    others: [...(changes.others ?? [])],
    places: [],
  }
}

const codes = (changes: Partial<Question>, known: BaseFacts | null): string[] =>
  checkArchitectures({ ...question, ...changes }, known).map(({ code, severity }) => `${severity} ${code}`)

describe('the GPU image against the cloud’s cards', () => {
  it('is judged by what it was seen to have', () => {
    const volta = facts({ python: python({ architectures: ['sm_70', 'sm_75'] }) })
    expect(codes({}, volta)).toEqual(['problem cuda-architecture'])
    const [found] = checkArchitectures(question, volta)
    expect(found).toMatchObject({ path: image, line: null, subject: 'P40 (sm_61)', has: 'sm_70 sm_75' })
    const withPtx = facts({ python: python({ architectures: ['sm_70', 'compute_50'] }) })
    expect(codes({}, withPtx)).toEqual([])
    expect(codes({ cloudGpu: 'K80' }, withPtx)).toEqual(['problem cuda-architecture'])
  })

  it('is only suspected by a description, a table or a name', () => {
    const described = python({ architectures: ['sm_70'] })
    expect(codes({}, facts({ source: 'registry', python: described }))).toEqual(['warning cuda-likely'])
    const newest = python({ frameworks: [{ name: 'torch', version: '2.8.0' }], cuda: '12.8' })
    expect(codes({}, facts({ python: newest }))).toEqual(['warning cuda-likely'])
    const named = 'pytorch/pytorch:2.7.0-cuda12.8-cudnn9-runtime'
    expect(codes({ base: { kind: 'own', cpuImage: '', gpuImage: named } }, null)).toEqual(['warning cuda-likely'])
  })

  it('is judged by the Python that the link leads to', () => {
    const conda = python({ path: '/opt/conda/bin/python', architectures: ['sm_60'] })
    const bare = python({ frameworks: [], cuda: '' })
    const linked = facts({ python: bare, others: [conda] })
    expect(codes({ pythonLink: conda.path }, linked)).toEqual([])
    expect(codes({ pythonLink: conda.path, cloudGpu: 'K80' }, linked)).toEqual(['problem cuda-architecture'])
  })

  it('is for the CPU alone', () => {
    const cpu = python({ frameworks: [{ name: 'torch', version: '2.4.0+cpu' }], cuda: '' })
    expect(codes({}, facts({ python: cpu }))).toEqual(['problem cuda-none'])
    expect(codes({ acceleratorType: 'cpu' }, facts({ python: cpu }))).toEqual([])
  })

  it('is fine where nothing is known, and in the platform’s own images', () => {
    expect(codes({}, null)).toEqual([])
    for (const cloudGpu of ['P40', 'K80'] as const) {
      expect(codes({ base: { kind: 'combination', ...defaultCombination }, cloudGpu }, null)).toEqual([])
    }
  })
})
