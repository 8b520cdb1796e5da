import fc from 'fast-check'
import { format } from 'prettier'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseProjectFile, writeProjectFile } from '../../../../electron/core/projects/project-file.ts'
import { AppError } from '../../../../shared/errors.ts'
import { AccountId } from '../../../../shared/model/ids.ts'
import { ProjectFile } from '../../../../shared/model/project-file.ts'
import { CloudGpu } from '../../../../shared/uaitrain/cuda.ts'
import { sampleProjectSettings } from '../../../support/samples.ts'

const folder = '/home/ubuntu/mnist'
const accountId = AccountId.parse('account-1')
const place = {
  path: `${folder}/mnist.uaitrain`,
  folder,
  findAccount: (name: string) => (name === 'team' ? accountId : null),
}

function problemOf(text: string): unknown {
  try {
    return parseProjectFile(text, place)
  } catch (error) {
    return error instanceof AppError ? error.toData() : error
  }
}

const text = fc.string({ unit: 'grapheme' })
const part = text.filter((one) => !/[/\0]/.test(one) && one !== '')
const path = fc.oneof(
  fc.constantFrom('', '/', folder, `${folder}/code`, `${folder}/code/`, '/home/ubuntu/../x', '/mnt/data', '/home/data'),
  fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => `/${parts.join('/')}`),
  fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `${folder}/${parts.join('/')}`),
)
const settings = fc
  .record({
    name: text,
    codePath: path,
    mainFile: text,
    base: fc.oneof(
      fc.record({ kind: fc.constant('own' as const), cpuImage: text, gpuImage: text }),
      fc.record({ kind: fc.constant('combination' as const), aiFramework: text, os: text, python: text }),
    ),
    uhubRegistry: text,
    imageName: text,
    imageTag: text,
    internalUhub: fc.boolean(),
    acceleratorType: fc.constantFrom('gpu' as const, 'cpu' as const),
    trainParams: text,
    testDataPath: path,
    testOutputPath: path,
    numGpus: fc.option(fc.integer({ min: 1, max: 64 })),
    keepGpuImage: fc.boolean(),
    smokeSeconds: fc.option(fc.integer({ min: 5, max: 3600 })),
    cloudGpu: fc.constantFrom(...CloudGpu.options),
    ignore: fc.record({ rules: fc.array(text), disabledDefaults: fc.array(text) }),
    accountId: fc.constantFrom(null, accountId),
  })
  .map((changes) => sampleProjectSettings(changes))

describe('a project file', () => {
  it('gives back the project that it was made of', () => {
    fc.assert(
      fc.property(settings, (given) => {
        const written = writeProjectFile(given, { folder, accountName: 'team' })
        expect(parseProjectFile(written, place).settings).toEqual(given)
      }),
      { numRuns: 300 },
    )
  })

  it('is for people to read and for any machine', () => {
    const written = writeProjectFile(sampleProjectSettings({ accountId }), { folder, accountName: 'team' })
    expect(JSON.parse(written)).toMatchObject({
      schema: 1,
      name: 'mnist',
      account: 'team',
      code: 'code',
      testData: 'data',
      testOutput: 'output',
    })
    expect(written).not.toContain(folder)
    expect(written).not.toContain(accountId)
    const elsewhere = parseProjectFile(written, { ...place, folder: '/srv/checkout' })
    expect(elsewhere.settings).toMatchObject({ codePath: '/srv/checkout/code', testDataPath: '/srv/checkout/data' })
  })

  it('names an account that is not here', () => {
    const written = writeProjectFile(sampleProjectSettings({ accountId }), { folder, accountName: 'others' })
    expect(parseProjectFile(written, place)).toMatchObject({ accountName: 'others', settings: { accountId: null } })
  })

  it('fills in what a short file leaves out', () => {
    const short = { schema: 1, name: 'a', code: '.', mainFile: 'a.py', testData: '../d', testOutput: '/o' }
    const base = { kind: 'own', cpuImage: 'c', gpuImage: 'g' }
    const read = parseProjectFile(JSON.stringify({ ...short, base, uhubRegistry: 'r', imageName: 'i' }), place)
    expect(read.settings).toMatchObject({
      codePath: folder,
      testDataPath: '/home/ubuntu/d',
      testOutputPath: '/o',
      acceleratorType: 'gpu',
      ignore: { rules: [], disabledDefaults: [] },
    })
  })

  it.each([
    ['{', 'project-file-invalid', /JSON/],
    ['[]', 'project-file-invalid', /object/],
    ['{"schema":1}', 'project-file-invalid', /name/],
    ['{"schema":2,"all":"different"}', 'project-file-newer', /./],
  ])('that is none is told so: %s', (content, code, words) => {
    const problem = problemOf(content)
    expect(problem).toMatchObject({ code, details: { path: place.path } })
    expect(JSON.stringify(problem)).toMatch(words)
  })

  it('takes no setting it does not know, a mistyped one for instance', () => {
    const written = writeProjectFile(sampleProjectSettings(), { folder, accountName: null })
    const mistyped = written.replace('"trainParams"', '"train_params"')
    expect(JSON.stringify(problemOf(mistyped))).toContain('train_params')
  })

  it('has its schema published', async () => {
    const schema = z.toJSONSchema(ProjectFile, { io: 'input' })
    const published = new URL('../../../../build/schema/uaitrain-project.schema.json', import.meta.url)
    const wanted = await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 })
    // After a change of the format: vitest --update writes it.
    await expect(wanted).toMatchFileSnapshot(published.pathname)
  })
})
