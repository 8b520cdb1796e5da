import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { defaultAccountSettings } from '../../../shared/model/account.ts'
import { noIgnoreSettings } from '../../../shared/model/ignore.ts'
import { defaultIgnoreIds } from '../../../shared/uaitrain/default-ignores.ts'
import { formatPackCommandLine, parsePackCommandLine } from '../../../shared/uaitrain/pack-command-line.ts'
import type { PackCommandLine } from '../../../shared/uaitrain/pack-command-line.ts'
import { sampleProjectSettings } from '../../support/samples.ts'

const pasted = String.raw`$ cd ~/mnist
ubuntu@gpu-1:~$ sudo python pytorch_tool.py pack \
>   --public_key pub+/= --private_key='s3cret $x' \
>   --code_path ./code/ --mainfile_path "train it.py" \
    --uhub_username a@b.c --uhub_password "it's" \
    --uhub_registry demo --uhub_imagename mnist --internal_uhub true
    --ai_arch_v pytorch-0.4 --os ubuntu-16.04 --python_version python-3.6.2 --test_data_path=/d --test_output_path /o \
    --train_params "--epochs 3"
$ echo done`

function problemOf(text: string): unknown {
  try {
    return parsePackCommandLine(text)
  } catch (error) {
    return error instanceof AppError ? error.toData() : error
  }
}

const word = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    '-x',
    '--os',
    "it's",
    '"',
    '\\',
    '$HOME',
    'a\\\n> b',
    '训练',
    '> ',
    '!x',
    '`a`',
    '\n--flag',
    "'\n$ '",
  ),
)
const image = fc.record({ kind: fc.constant('own' as const), cpuImage: word, gpuImage: word })
const combination = fc.record({ kind: fc.constant('combination' as const), aiFramework: word, os: word, python: word })
const secret = fc.option(
  word.filter((text) => text !== ''),
  { nil: undefined },
)

const commandLine: fc.Arbitrary<PackCommandLine> = fc
  .record({
    imageName: word,
    account: fc.record({
      publicKey: word,
      projectId: word,
      region: word,
      zone: word,
      apiUrl: word,
      uhubUsername: word,
    }),
    hosts: fc.record({ uhubHost: word, uhubInternalHost: word }),
    project: fc.record({
      codePath: word,
      mainFile: word,
      base: fc.oneof(image, combination),
      uhubRegistry: word,
      imageTag: word,
      internalUhub: fc.boolean(),
      acceleratorType: fc.constantFrom('gpu', 'cpu'),
      trainParams: word,
      solver: word,
      snapshot: word,
      testDataPath: word,
      testOutputPath: word,
      numGpus: fc.option(fc.integer({ min: 1, max: 64 })),
      smokeSeconds: fc.option(fc.integer({ min: 5, max: 3600 })),
    }),
    packages: fc.record({
      pip: fc.array(word, { maxLength: 3 }),
      apt: fc.array(word, { maxLength: 3 }),
      requirementsFile: word,
      indexUrl: word,
      trustedHost: word,
      proxy: word,
      pythonLink: word,
    }),
    accountName: fc.option(word),
    privateKey: secret,
    uhubPassword: secret,
    keepsAll: fc.boolean(),
  })
  .map(({ imageName, account, hosts, project, packages, accountName, privateKey, uhubPassword, keepsAll }) => ({
    project: sampleProjectSettings({
      ...project,
      acceleratorType: project.acceleratorType === 'gpu' ? 'gpu' : 'cpu',
      name: imageName,
      imageName,
      packages,
      ignore: keepsAll ? { rules: [], disabledDefaults: [...defaultIgnoreIds] } : noIgnoreSettings,
    }),
    account: { ...defaultAccountSettings, ...account, ...hosts },
    accountName,
    secrets: {
      ...(privateKey === undefined ? {} : { privateKey }),
      ...(uhubPassword === undefined ? {} : { uhubPassword }),
    },
  }))

describe('a pasted command line', () => {
  it('is read with its prompts, quotes and lines', () => {
    const { project, account, secrets } = parsePackCommandLine(pasted)
    expect(secrets).toEqual({ privateKey: 's3cret $x', uhubPassword: "it's" })
    expect(account).toEqual({ ...defaultAccountSettings, publicKey: 'pub+/=', uhubUsername: 'a@b.c' })
    expect(project).toMatchObject({
      name: 'mnist',
      codePath: './code/',
      mainFile: 'train it.py',
      internalUhub: true,
      trainParams: '--epochs 3',
      base: { kind: 'combination', aiFramework: 'pytorch-0.4', os: 'ubuntu-16.04', python: 'python-3.6.2' },
    })
  })

  it.each([
    ['ls -l', 'not-a-pack', ''],
    ['python pytorch_tool.py deploy', 'not-a-pack', ''],
    ['python other_tool.py pack --os x', 'not-a-pack', ''],
    [`python pytorch_tool.py pack --os 'a`, 'unclosed-quote', ''],
    ['python pytorch_tool.py pack --nothing x', 'unknown-flag', '--nothing'],
    ['python pytorch_tool.py pack --uhub x', 'ambiguous-flag', '--uhub'],
    ['python pytorch_tool.py pack --os', 'value-missing', '--os'],
    ['python pytorch_tool.py pack --internal_uhub maybe', 'bad-value', '--internal_uhub'],
    ['python pytorch_tool.py pack --no_push=1', 'value-unwanted', '--no_push'],
  ])('that is none is told so: %s', (text, reason, flag) => {
    expect(problemOf(text)).toEqual({ code: 'command-line-invalid', details: { reason, flag } })
  })

  it.each([
    ['tf_tool.py pack --ai_arch_v tensorflow-1.1.0', 'combination'],
    ['./caffe_tool.py pack --ai_arch_v caffe-1.0.0 --solver=/data/s.prototxt', 'combination'],
    ['base_tool.py pack --self_img mine:1', 'own'],
  ])('of another framework’s tool is understood: %s', (text, kind) => {
    expect(parsePackCommandLine(`sudo python ${text} --uhub_imagename x`).project.base.kind).toBe(kind)
  })

  it('is for the tool of the framework', () => {
    const base = {
      kind: 'combination',
      aiFramework: 'keras-2.0.8',
      os: 'ubuntu-14.04.05',
      python: 'python-2.7.6',
    } as const
    const project = sampleProjectSettings({ base })
    const text = formatPackCommandLine({ project, account: defaultAccountSettings, accountName: null, secrets: {} })
    expect(text).toMatch(/^sudo python keras_tool\.py pack /)
  })

  it('never tells a word that may be a secret', () => {
    const told = problemOf('python pytorch_tool.py pack --uhub_password two words')
    expect(told).toEqual({ code: 'command-line-invalid', details: { reason: 'unexpected-word', flag: '' } })
  })

  it('comes back as it was written, whatever is in it', () => {
    fc.assert(
      fc.property(commandLine, (given) => {
        const text = formatPackCommandLine(given)
        const read = parsePackCommandLine(text)
        expect(read).toEqual(given)
        expect(formatPackCommandLine(read)).toBe(text)
      }),
      { numRuns: 500 },
    )
  })
})
