import { describe, expect, it } from 'vitest'
import { describeError, describeUsageProblem } from '../../../electron/cli/describe-error.ts'
import { checkFlags } from '../../../electron/cli/check-command.ts'
import { describeCheck, describeExplain, describePack } from '../../../electron/cli/help.ts'
import { packFlags } from '../../../shared/uaitrain/pack-flags.ts'
import type { UsageProblem } from '../../../shared/uaitrain/parse-arguments.ts'
import { chooseLanguage, createTexts } from '../../../electron/cli/texts.ts'
import { AppError, errorDetails, isErrorCode, type ErrorData } from '../../../shared/errors.ts'
import { FieldName, ProblemCode } from '../../../shared/model/field.ts'
import { checkProject } from '../../../shared/uaitrain/fields.ts'
import { sampleProjectSettings } from '../../support/samples.ts'

const languages = [
  ['English', createTexts({ LANG: 'en_US.UTF-8' })],
  ['Chinese', createTexts({ LANG: 'zh_CN.UTF-8' })],
] as const

/** One error of a code, with any details at all. */
function anyError(code: string): ErrorData {
  const special: Record<string, object> = {
    'invalid-field': { field: 'imageName', problem: 'upper-case', value: 'A' },
    'not-found': { what: 'image', id: 'x' },
    'in-use': { what: 'account', id: 'x' },
    'secret-missing': { field: 'uhubPassword', account: 'x' },
    'smoke-failed': { rung: 'step', failure: '', subject: '' },
    'sandbox-unavailable': { reason: 'port', words: 'x' },
  }
  return { code, details: { words: 'its words', ...special[code] } } as unknown as ErrorData
}

describe.each(languages)('the words in %s', (_, texts) => {
  it.each(Object.keys(errorDetails).filter(isErrorCode))('tell of %s on one line, with the cure', (code) => {
    const line = describeError(anyError(code), texts)
    expect(line).not.toMatch(/\n|errors\.|undefined/)
    expect(line.length).toBeGreaterThan(5)
  })

  it('name the flag and say what is wrong with every field', () => {
    for (const field of FieldName.options) {
      for (const problem of ProblemCode.options) {
        const line = describeError({ code: 'invalid-field', details: { field, problem, value: 'V' } }, texts)
        expect(line).not.toMatch(/problems\.|fields\.|errors\./)
      }
    }
  })

  it('tell of every mistake of a command line', () => {
    const problems: UsageProblem[] = [
      { code: 'unknownFlag', flag: '--x' },
      { code: 'ambiguousFlag', flag: '--x', candidates: ['--xa', '--xb'] },
      { code: 'valueMissing', flag: '--x' },
      { code: 'valueUnwanted', flag: '--x' },
      { code: 'badChoice', flag: '--x', value: 'v', choices: ['a', 'b'] },
      { code: 'unexpected', text: 'x' },
      { code: 'missingFlags', flags: ['--x', '--y'] },
      { code: 'operandMissing', operand: 'FILE' },
      { code: 'badSecretLine' },
      { code: 'unknownAccount', name: 'x', known: ['y'] },
    ]
    for (const problem of problems) expect(describeUsageProblem(problem, texts)).not.toMatch(/cli\.|\{\{/)
  })

  it('explain every flag', () => {
    const help = describePack(texts)
    for (const flag of Object.keys(packFlags)) expect(help).toContain(`--${flag}`)
    expect(help).not.toMatch(/cli\.|\{\{/)
    expect(describeExplain(texts)).not.toMatch(/cli\.|\{\{/)
    const check = describeCheck(texts)
    for (const flag of Object.keys(checkFlags)) expect(check).toContain(`--${flag}`)
    expect(check).not.toMatch(/cli\.|\{\{/)
  })
})

describe('an error on the command line', () => {
  const [[, english], [, chinese]] = languages

  it('has the reason, the remote’s words on one line, and the cure', () => {
    const error = new AppError('push-refused', { image: 'host/a:b', words: 'denied:\n  no space' }).toData()
    expect(describeError(error, english)).toMatch(/^host\/a:b could not be pushed\. denied: no space\. Check .*\.$/)
    expect(describeError(error, chinese)).toContain('denied: no space')
  })

  it('names the flag of a field', () => {
    const error = {
      code: 'invalid-field',
      details: { field: 'imageName', problem: 'upper-case', value: 'Mnist' },
    } as const
    expect(describeError(error, english)).toMatch(/^--uhub_imagename: .*lower case/i)
  })

  it('has words for RetCodes, known or not', () => {
    const refused = (retCode: number): ErrorData => ({
      code: 'ucloud-refused',
      details: { action: 'GetUAITrainEnvPkg', retCode, words: '' },
    })
    expect(describeError(refused(171), english)).toContain('private key does not belong')
    expect(describeError(refused(98765), english)).toContain('98765')
  })
})

describe('chooseLanguage', () => {
  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LC_ALL: '', LC_MESSAGES: 'zh', LANG: 'en_US' }, 'zh-CN'],
    [{ LANG: 'zhx' }, 'en'],
    [{}, 'en'],
  ])('takes %j for %s', (variables, language) => {
    expect(chooseLanguage(variables)).toBe(language)
  })
})

describe('a framework that has no base images for the versions given', () => {
  it('is told with those that it has them for', () => {
    const base = {
      kind: 'combination',
      aiFramework: 'pytorch-0.4',
      os: 'ubuntu-14.04.05',
      python: 'python-2.7.6',
    } as const
    const problems = checkProject(sampleProjectSettings({ base }))
    expect(problems.map((details) => describeError({ code: 'invalid-field', details }, languages[0][1]))).toEqual([
      '--ai_arch_v: This framework has no base images for that operating system and Python. It has them for ubuntu-16.04 + python-3.6.2.',
    ])
  })
})

describe('the sentences of an error', () => {
  const details = { field: 'base', problem: 'unsupported-combination', value: 'pytorch-9' } as const

  it('are parted by a space in English, and by the full stop alone in Chinese', () => {
    const [english, chinese] = languages.map(([, texts]) => describeError({ code: 'invalid-field', details }, texts))
    expect(english).toMatch(/^--ai_arch_v: .*“pytorch-9”\. Choose .*\.$/)
    expect(chinese).toMatch(/^--ai_arch_v：.*基础镜像。请.*。$/)
  })
})
