import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packFlags } from '../../../shared/uaitrain/pack-flags.ts'
import {
  mentionsFlag,
  parseArguments,
  UsageError,
  type UsageProblem,
} from '../../../shared/uaitrain/parse-arguments.ts'

const parse = (...words: string[]): Record<string, string> =>
  Object.fromEntries(parseArguments(packFlags, words).values)

function problemOf(...words: string[]): UsageProblem {
  try {
    parse(...words)
  } catch (error) {
    if (error instanceof UsageError) return error.problem
    throw error
  }
  throw new Error('understood')
}

describe('parseArguments', () => {
  it.each([
    [['--code_path', './code/'], { code_path: './code/' }],
    [['--code_path=./code/'], { code_path: './code/' }],
    [['--train_params=--lr 0.1 --name=x'], { train_params: '--lr 0.1 --name=x' }],
    [['--train_params', '--lr 0.1'], { train_params: '--lr 0.1' }],
    [['--train_params', '-v'], { train_params: '-v' }],
    [['--uhub_imagetag='], { uhub_imagetag: '' }],
    [['--region', 'a', '--region', 'b'], { region: 'b' }],
    [['--code', 'x', '--main', 'y.py'], { code_path: 'x', mainfile_path: 'y.py' }],
    [['--acc', 'gpu'], { acc_type: 'gpu' }],
    [['--json', '--no_push'], { json: '', no_push: '' }],
    [[], {}],
  ])('understands %j as the tool does', (words, values) => {
    expect(parse(...words)).toEqual(values)
  })

  it.each<[string[], UsageProblem]>([
    [['--nope', 'x'], { code: 'unknownFlag', flag: '--nope' }],
    [
      ['--test', 'x'],
      { code: 'ambiguousFlag', flag: '--test', candidates: ['--test_data_path', '--test_output_path'] },
    ],
    [['--code_path'], { code: 'valueMissing', flag: '--code_path' }],
    [['--train_params', '--code_path', 'x'], { code: 'valueMissing', flag: '--train_params' }],
    [['--train_params', '--code_path=x'], { code: 'valueMissing', flag: '--train_params' }],
    [['--json=1'], { code: 'valueUnwanted', flag: '--json' }],
    [
      ['--internal_uhub', 'yes'],
      { code: 'badChoice', flag: '--internal_uhub', value: 'yes', choices: ['true', 'false'] },
    ],
    [['code'], { code: 'unexpected', text: 'code' }],
    [['--'], { code: 'unknownFlag', flag: '--' }],
    [['--constructor', 'x'], { code: 'unknownFlag', flag: '--constructor' }],
  ])('refuses %j', (words, problem) => {
    expect(problemOf(...words)).toEqual(problem)
  })

  it.each([
    [['--nope', '--js'], true],
    [['--json=1'], true],
    [['--train_params=--json', '--uhub'], false],
    [['json'], false],
  ])('knows in %j whether JSON is wanted, mistakes or not', (words, isMentioned) => {
    expect(mentionsFlag(packFlags, 'json', words)).toBe(isMentioned)
  })

  it('sees -h wherever it stands, but not in a value', () => {
    expect(parseArguments(packFlags, ['--json', '-h']).help).toBe(true)
    expect(parseArguments(packFlags, ['--train_params=-h']).help).toBe(false)
  })

  it('gives back every value that is written behind an equals sign, whatever is in it', () => {
    const flag = fc.constantFrom('code_path', 'train_params', 'uhub_registry', 'account')
    fc.assert(
      fc.property(fc.array(fc.tuple(flag, fc.string({ unit: 'binary' }))), (given) => {
        expect(parse(...given.map(([name, value]) => `--${name}=${value}`))).toEqual(Object.fromEntries(given))
      }),
    )
  })
})

describe('words beside the flags', () => {
  const table = { json: { value: null }, exit: { value: 'CODE' } } as const

  it('are taken where the command wants some, before and behind its flags', () => {
    expect(parseArguments(table, ['--json', 'run.log', '--exit', '1'], ['FILE']).operands).toEqual(['run.log'])
    expect(parseArguments(table, ['-', '--json'], ['FILE']).operands).toEqual(['-'])
    expect(parseArguments(table, ['-h'], ['FILE'])).toMatchObject({ help: true, operands: [] })
  })

  it.each([
    [[], ['FILE'], { code: 'operandMissing', operand: 'FILE' }],
    [['a', 'b'], ['FILE'], { code: 'unexpected', text: 'b' }],
    [['-x'], ['FILE'], { code: 'unexpected', text: '-x' }],
    [['a'], [], { code: 'unexpected', text: 'a' }],
  ] as const)('are told when they are missing or too many: %j', (words, operands, problem) => {
    expect(() => parseArguments(table, words, operands)).toThrow(expect.objectContaining({ problem }))
  })
})
