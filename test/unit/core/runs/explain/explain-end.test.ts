import { describe, expect, it } from 'vitest'
import { explainEnd, type RunEnd } from '../../../../../electron/core/runs/explain/explain-end.ts'
import { defaultRunOptions } from '../../../../../shared/model/run-options.ts'

const well: RunEnd = { exitCode: 0, outOfMemory: false, stopped: false, engineLost: false, outputCount: 1 }
const setting = { target: 'cpu', options: defaultRunOptions } as const

describe('the end of a run', () => {
  it.each([
    ['with outputs', {}, undefined],
    ['without outputs', { outputCount: 0 }, 'no-output'],
    ['with the code of Python’s exceptions', { exitCode: 1 }, undefined],
    ['out of memory', { exitCode: 137, outOfMemory: true }, 'out-of-memory'],
    ['killed by somebody', { exitCode: 137 }, 'killed'],
    ['killed by the engine’s own end', { exitCode: 137, engineLost: true }, 'engine-restarted'],
    ['crashed', { exitCode: 139 }, 'crashed'],
    ['stopped by the user', { exitCode: 137, stopped: true }, undefined],
  ] as const)('%s', (_, change, id) => {
    expect(explainEnd({ ...well, ...change }, setting)?.id).toBe(id)
  })

  it('offers to run without the limit that was too low', () => {
    const options = { ...defaultRunOptions, memoryMb: 64 }
    const explanation = explainEnd({ ...well, exitCode: 137, outOfMemory: true }, { target: 'cpu', options })
    expect(explanation?.cure).toEqual({ change: 'no-memory-limit', target: 'cpu', options: defaultRunOptions })
    expect(explainEnd({ ...well, exitCode: 137, outOfMemory: true }, setting)?.cure).toBeNull()
  })
})
