import { describe, expect, it } from 'vitest'
import { optionTexts, readOptions, type OptionTexts } from '../../../../renderer/features/tests/read-options.ts'
import { defaultRunOptions, RunOptions, runLimits } from '../../../../shared/model/run-options.ts'

const usual = optionTexts(defaultRunOptions)
const read = (changes: Partial<OptionTexts>) => readOptions({ ...usual, ...changes }, 'gpu')

describe('the options of a run as they are typed', () => {
  it('are read as they were written', () => {
    const options: RunOptions = {
      sharedMemoryMb: 8192,
      gpus: { kind: 'devices', ids: ['0', '2'] },
      environment: [{ name: 'NOTE', value: 'a = b' }],
      cpus: 1.5,
      memoryMb: 1000,
      user: 'own',
    }
    expect(optionTexts(options)).toMatchObject({ sharedMemory: '8 GB', memory: '1000 MB', cpus: '1.5' })
    for (const one of [options, defaultRunOptions])
      expect(readOptions(optionTexts(one), 'gpu')).toEqual({ options: one, problems: {} })
  })

  it.each([
    ['', null],
    ['8', 8],
    ['6', 6],
    ['512m', 512],
    [' 512 MB ', 512],
    ['8 GB', 8192],
    ['8g', 8192],
    ['1.5 GiB', 1536],
    ['16 TB', runLimits.memoryMb.max],
  ])('memory “%s” is %s MB', (memory, memoryMb) => {
    expect(read({ memory }).options).toMatchObject({ memoryMb })
  })

  it.each([
    ['5 MB', 'tooLittle', { least: '6 MB' }],
    ['0', 'tooLittle', { least: '6 MB' }],
    ['-8 GB', 'tooLittle', { least: '6 MB' }],
    ['99999999999', 'tooMuch', { most: '16 TB' }],
    ['17 TB', 'tooMuch', { most: '16 TB' }],
    ['8 b', 'notSize', { text: '8 b' }],
    ['much', 'notSize', { text: 'much' }],
  ])('memory “%s” is refused: %s', (memory, code, values) => {
    expect(read({ memory })).toEqual({ options: null, problems: { memory: { code, values } } })
  })

  it('shared memory is at least 1 MB: Docker takes 0 for its own 64', () => {
    expect(read({ sharedMemory: '1' }).options).toMatchObject({ sharedMemoryMb: 1 })
    expect(read({ sharedMemory: '0' }).problems.sharedMemory).toEqual({ code: 'tooLittle', values: { least: '1 MB' } })
  })

  it.each([
    ['-1', 'tooLittle', { least: '0.01' }],
    ['0', 'tooLittle', { least: '0.01' }],
    ['1025', 'tooMuch', { most: '1024' }],
    ['two', 'notNumber', { text: 'two' }],
  ])('%s processors are refused: %s', (cpus, code, values) => {
    expect(read({ cpus })).toEqual({ options: null, problems: { cpus: { code, values } } })
  })

  it('are all told at once, and the GPUs of a GPU test alone', () => {
    const bad = { ...usual, gpus: '-1', cpus: 'x', environment: '1=' }
    expect(Object.keys(readOptions(bad, 'gpu').problems)).toEqual(['gpus', 'cpus', 'environment'])
    expect(Object.keys(readOptions(bad, 'cpu').problems)).toEqual(['cpus', 'environment'])
    expect(readOptions({ ...usual, gpus: '-1' }, 'cpu').options).toEqual(defaultRunOptions)
  })

  it('pass the check of what is sent, up to the limits', () => {
    for (const [memory, cpus] of [
      ['6 MB', '0.01'],
      ['16 TB', '1024'],
    ] as const)
      expect(RunOptions.safeParse(read({ memory, sharedMemory: memory, cpus }).options).success).toBe(true)
  })
})
