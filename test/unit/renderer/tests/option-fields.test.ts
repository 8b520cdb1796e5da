import { describe, expect, it } from 'vitest'
import {
  environmentText,
  gpusText,
  isChosen,
  parseEnvironment,
  parseGpus,
  toggleGpu,
} from '../../../../renderer/features/tests/option-fields.ts'
import { environmentLimits } from '../../../../shared/model/run-options.ts'

describe('the environment as text', () => {
  it('is a variable a line, with its value or with the app’s own', () => {
    const text = 'NCCL_DEBUG=INFO\nNOTE=a = b \nWANDB_API_KEY'
    const variables = [
      { name: 'NCCL_DEBUG', value: 'INFO' },
      { name: 'NOTE', value: 'a = b ' },
      { name: 'WANDB_API_KEY', value: null },
    ]
    expect(parseEnvironment(text)).toEqual({ value: variables })
    expect(environmentText(variables)).toBe(text)
    expect(parseEnvironment('\n  \n')).toEqual({ value: [] })
  })

  it.each([
    ['1A=b', '1A'],
    ['=b', ''],
    ['two words', 'two words'],
    ['A-B=secret', 'A-B'],
  ])('tells the line of %s, without its value', (line, name) => {
    expect(parseEnvironment(`OK=1\n\n${line}`)).toMatchObject({
      problem: { code: 'badName', values: { line: 3, name } },
    })
  })

  it('is no longer than a run takes', () => {
    const { length, variables } = environmentLimits
    const long = `A=${'x'.repeat(length + 1)}`
    expect(parseEnvironment(long)).toMatchObject({ problem: { code: 'longValue', values: { line: 1, name: 'A' } } })
    const many = Array.from({ length: variables + 1 }, (_, index) => `A${index}`).join('\n')
    expect(parseEnvironment(many)).toMatchObject({ problem: { code: 'manyVariables' } })
  })
})

describe('GPUs as text', () => {
  it.each([
    ['', { kind: 'all' }],
    ['all', { kind: 'all' }],
    ['2', { kind: 'count', count: 2 }],
    ['device=0,2', { kind: 'devices', ids: ['0', '2'] }],
    ['0:1', { kind: 'devices', ids: ['0:1'] }],
    ['GPU-8a56f1c3, 1', { kind: 'devices', ids: ['GPU-8a56f1c3', '1'] }],
  ] as const)('%s', (text, choice) => {
    const parsed = parseGpus(text)
    expect(parsed).toEqual(choice)
    if (parsed !== null) expect(parseGpus(gpusText(parsed))).toEqual(choice)
  })

  it.each(['0', '100', 'device=', 'a b', '0;1', '-1', 'all,0', 'none'])('refuses %s', (text) => {
    expect(parseGpus(text)).toBeNull()
  })
})

describe('the GPUs to choose from', () => {
  const gpus = [0, 1, 2].map((index) => ({
    ...{ index, uuid: `GPU-${index}`, name: 'Tesla V100', driver: '550.54' },
    ...{ memoryTotalBytes: null, memoryUsedBytes: null, utilization: null },
  }))
  const chosenOf = (choice: Parameters<typeof isChosen>[0]): number[] =>
    gpus.filter((gpu) => isChosen(choice, gpu)).map(({ index }) => index)

  it('are marked as the choice says, by number, index or UUID', () => {
    expect(chosenOf({ kind: 'all' })).toEqual([0, 1, 2])
    expect(chosenOf({ kind: 'count', count: 2 })).toEqual([0, 1])
    expect(chosenOf({ kind: 'devices', ids: ['2', 'GPU-0'] })).toEqual([0, 2])
  })

  it('become a list of devices, all, and never none', () => {
    const [first, second, third] = gpus
    if (first === undefined || second === undefined || third === undefined) throw new Error('three GPUs')
    expect(toggleGpu({ kind: 'all' }, second, gpus)).toEqual({ kind: 'devices', ids: ['0', '2'] })
    expect(toggleGpu({ kind: 'devices', ids: ['0', 'GPU-1'] }, third, gpus)).toEqual({ kind: 'all' })
    expect(toggleGpu({ kind: 'count', count: 1 }, first, gpus)).toEqual({ kind: 'count', count: 1 })
  })
})
