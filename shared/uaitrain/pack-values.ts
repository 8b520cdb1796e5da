import { AppError } from '../errors.ts'
import { defaultAccountSettings } from '../model/account.ts'
import type { AccountSettings } from '../model/account.ts'
import type { BaseChoice } from '../model/base-image.ts'
import { smokeLimits } from '../model/smoke.ts'
import type { ProjectSettings } from '../model/project.ts'
import { defaultIgnoreIds } from './default-ignores.ts'
import { parseAcceleratorType } from './fields.ts'
import { packDefaults } from './pack-flags.ts'
import type { PackFlag } from './pack-flags.ts'
import { UsageError } from './parse-arguments.ts'
import { parseShellWords } from './shell-words.ts'

/** What a command line says of a pack, by flag. */
export type PackValues = ReadonlyMap<PackFlag, string>

/** The project that a command line describes; `resolvePath` is given every path that is not empty. */
export function projectOfFlags(values: PackValues, resolvePath: (path: string) => string): ProjectSettings {
  const text = (flag: PackFlag): string => values.get(flag) ?? ''
  const path = (flag: PackFlag): string => (text(flag) === '' ? '' : resolvePath(text(flag)))
  return {
    name: text('uhub_imagename'),
    accountId: null,
    codePath: path('code_path'),
    mainFile: text('mainfile_path'),
    base: baseOfFlags(values),
    uhubRegistry: text('uhub_registry'),
    imageName: text('uhub_imagename'),
    imageTag: text('uhub_imagetag'),
    internalUhub: values.get('internal_uhub') === 'true',
    acceleratorType: acceleratorTypeOf(values),
    trainParams: text('train_params'),
    solver: text('solver'),
    snapshot: text('snapshot'),
    testDataPath: path('test_data_path'),
    testOutputPath: path('test_output_path'),
    numGpus: numGpusOf(values),
    keepGpuImage: !values.has('no_keep_gpu'),
    cloudGpu: 'platform',
    smokeSeconds: smokeSecondsOf(values),
    packages: {
      pip: wordsOf(text('pip_packages')),
      apt: wordsOf(text('apt_packages')),
      requirementsFile: text('requirements_file'),
      indexUrl: text('pip_index_url'),
      trustedHost: text('pip_trusted_host'),
      proxy: text('package_proxy'),
      pythonLink: text('python_link'),
    },
    ignore: { rules: [], disabledDefaults: values.has('no_default_ignores') ? [...defaultIgnoreIds] : [] },
  }
}

/** Words by a shell's rules, so that a requirement may hold spaces in quotes. */
function wordsOf(text: string): string[] {
  return parseShellWords(text)?.map(({ value }) => value) ?? [text]
}

/** `--self_img` is the one base image of UCloud's tool for images of the user's own; it makes no CPU image. */
function baseOfFlags(values: PackValues): BaseChoice {
  const text = (flag: PackFlag): string => values.get(flag) ?? ''
  if (values.has('base_cpu') || values.has('base_gpu')) {
    return { kind: 'own', cpuImage: text('base_cpu'), gpuImage: text('base_gpu') }
  }
  if (values.has('self_img')) return { kind: 'own', cpuImage: '', gpuImage: text('self_img') }
  return {
    kind: 'combination',
    aiFramework: text('ai_arch_v'),
    os: values.get('os') ?? packDefaults.os,
    python: values.get('python_version') ?? packDefaults.python_version,
  }
}

/** The account's settings, with what the command line says instead. */
export function accountSettingsOf(values: PackValues, account: AccountSettings | null): AccountSettings {
  const base = account ?? defaultAccountSettings
  return {
    name: base.name,
    kind: base.kind,
    publicKey: values.get('public_key') ?? base.publicKey,
    projectId: values.get('project_id') ?? base.projectId,
    region: values.get('region') ?? base.region,
    zone: values.get('zone') ?? base.zone,
    apiUrl: values.get('api_url') ?? base.apiUrl,
    uhubUsername: values.get('uhub_username') ?? base.uhubUsername,
    uhubHost: values.get('uhub_host') ?? base.uhubHost,
    uhubInternalHost: values.get('uhub_internal_host') ?? base.uhubInternalHost,
  }
}

/** Throws `UsageError` for what is neither a CPU nor a GPU. */
export function acceleratorTypeOf(values: PackValues): ProjectSettings['acceleratorType'] {
  const given = values.get('acc_type') ?? packDefaults.acc_type
  const parsed = parseAcceleratorType(given)
  if (parsed !== null) return parsed
  throw new UsageError({ code: 'badChoice', flag: '--acc_type', value: given, choices: ['gpu', 'cpu'] })
}

function smokeSecondsOf(values: PackValues): number | null {
  const given = values.get('smoke_seconds') ?? ''
  if (given === '') return null
  const seconds = /^\d{1,4}$/.test(given) ? Number(given) : 0
  if (seconds >= smokeLimits.min && seconds <= smokeLimits.max) return seconds
  throw new AppError('invalid-field', { field: 'smokeSeconds', problem: 'seconds-out-of-range', value: given })
}

function numGpusOf(values: PackValues): number | null {
  const given = values.get('num_gpus') ?? ''
  if (given === '') return null
  const numGpus = /^\d{1,3}$/.test(given) ? Number(given) : 0
  if (numGpus >= 1 && numGpus <= 64) return numGpus
  throw new AppError('invalid-field', { field: 'numGpus', problem: 'out-of-range', value: given })
}
