import { describe, expect, it } from 'vitest'
import en from '../../renderer/i18n/en.json'
import chinese from '../../renderer/i18n/zh-CN.json'
import { errorDetails } from '../../shared/errors.ts'
import { FailureId } from '../../shared/model/explanation.ts'
import { FieldName, ProblemCode } from '../../shared/model/field.ts'
import { JobState, Lane, LayerPhase, Stage, StageState } from '../../shared/model/job.ts'
import { Note } from '../../shared/model/pack.ts'

const languages = { en, 'zh-CN': chinese } as const

type Texts = { readonly [key: string]: string | Texts }

/** Every text with its path; the forms of one plural count as one key. */
function textsOf(texts: Texts, path = ''): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([name, text]) =>
    typeof text === 'string' ? [[`${path}${name}`, text] as [string, string]] : textsOf(text, `${path}${name}.`),
  )
}

function withoutPlural(key: string): string {
  return key.replace(/_(?:zero|one|two|few|many|other)$/, '')
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name = '']) => name).toSorted()
}

function find(texts: Texts, path: readonly string[]): string | Texts | undefined {
  return path.reduce<string | Texts | undefined>((at, name) => (typeof at === 'object' ? at[name] : undefined), texts)
}

/** RetCodes of UCloud's public list, and the older ones that its SDK names. */
const publicRetCodes = [110, 130, 150, 153, 160, 161, 170, 171, 172, 174, 292, 293, 294, 295, 299]
const olderRetCodes = [100, 120, 140, 180, 190, 200, 210, 220, 230, 240, 260, 270, 300, 520, 999]

const required: readonly (readonly string[])[] = [
  ...Object.keys(errorDetails).flatMap((code) => [
    ['errors', code, 'title'],
    ['errors', code, 'cure'],
  ]),
  ...ProblemCode.options.flatMap((code) => [
    ['problems', code, 'reason'],
    ['problems', code, 'cure'],
  ]),
  ...FieldName.options.map((field) => ['fields', field]),
  ...Stage.options.flatMap((stage) => [
    ['stages', stage, 'name'],
    ['stages', stage, 'doing'],
  ]),
  ...Lane.options.map((lane) => ['lanes', lane]),
  ...StageState.options.map((state) => ['stageStates', state]),
  ...JobState.options.map((state) => ['jobStates', state]),
  ...FailureId.options.flatMap((id) => ['title', 'cause', 'cure'].map((part) => ['explain', 'failures', id, part])),
  ...LayerPhase.options.map((phase) => ['layerPhases', phase]),
  ...[...publicRetCodes, ...olderRetCodes].map((code) => ['ucloud', 'retCodes', String(code)]),
]

const noteCodes = Note.options.map((option) => option.shape.code.value)

describe.each(Object.entries(languages))('the texts in %s', (_, texts) => {
  it.each(required.map((path) => path.join(' › ')))('have %s', (path) => {
    expect(find(texts, path.split(' › '))).toEqual(expect.stringMatching(/\S/))
  })

  it.each(noteCodes)('tell the note %s', (code) => {
    expect(find(texts, ['notes', code])).toBeTruthy()
  })

  it('have nothing empty, no exclamation mark and no stray blank', () => {
    for (const [key, text] of textsOf(texts)) {
      expect(text, key).not.toMatch(/^\s|\s$|^$|[!！]|Oops/)
    }
  })
})

describe('the two languages', () => {
  const keysOf = (texts: Texts): Set<string> => new Set(textsOf(texts).map(([key]) => withoutPlural(key)))

  it('have the same keys', () => {
    expect([...keysOf(chinese)].toSorted()).toEqual([...keysOf(en)].toSorted())
  })

  it('have words of their own for none of the same things', () => {
    const withZero = (texts: Texts): string[] =>
      textsOf(texts)
        .map(([key]) => key)
        .filter((key) => key.endsWith('_zero'))
        .toSorted()
    expect(withZero(chinese)).toEqual(withZero(en))
  })

  it('have the same placeholders under each key', () => {
    const english = new Map(textsOf(en).map(([key, text]) => [key, placeholders(text)]))
    for (const [key, text] of textsOf(chinese)) expect(placeholders(text), key).toEqual(english.get(key))
  })

  it('name the placeholders that the details of each error have', () => {
    const added: Readonly<Record<string, readonly string[]>> = {
      'invalid-field': ['reason'],
      'smoke-failed': ['reason'],
    }
    for (const [code, details] of Object.entries(errorDetails)) {
      const known = [...Object.keys(details.shape), ...(added[code] ?? [])]
      for (const [key, text] of textsOf(find(en, ['errors', code]) as Texts)) {
        for (const name of placeholders(text)) expect(known, `errors.${code}.${key}`).toContain(name)
      }
    }
  })
})
