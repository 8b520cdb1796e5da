import { isAbsolute, resolve } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { defaultAccountSettings, type AccountSettings } from '../../shared/model/account.ts'
import type { ProjectSettings } from '../../shared/model/project.ts'
import { parseAcceleratorType } from '../../shared/uaitrain/fields.ts'
import { packDefaults, type PackFlag } from './pack-flags.ts'
import { UsageError } from './parse-arguments.ts'

export type PackValues = ReadonlyMap<PackFlag, string>

/** The project that a command line describes. Relative paths are taken from the current folder, as a shell does. */
export function projectOf(values: PackValues, currentFolder: string): ProjectSettings {
  const text = (flag: PackFlag): string => values.get(flag) ?? ''
  const path = (flag: PackFlag): string => {
    const given = text(flag)
    return given === '' || isAbsolute(given) ? given : resolve(currentFolder, given)
  }
  return {
    name: text('uhub_imagename'),
    accountId: null,
    codePath: path('code_path'),
    mainFile: text('mainfile_path'),
    base: values.has('base_cpu')
      ? { kind: 'own', cpuImage: text('base_cpu'), gpuImage: text('base_gpu') }
      : {
          kind: 'combination',
          aiFramework: text('ai_arch_v'),
          os: values.get('os') ?? packDefaults.os,
          python: values.get('python_version') ?? packDefaults.python_version,
        },
    uhubRegistry: text('uhub_registry'),
    imageName: text('uhub_imagename'),
    imageTag: text('uhub_imagetag'),
    internalUhub: values.get('internal_uhub') === 'true',
    acceleratorType: acceleratorTypeOf(values),
    trainParams: text('train_params'),
    testDataPath: path('test_data_path'),
    testOutputPath: path('test_output_path'),
    numGpus: numGpusOf(values),
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

/** Throws one `UsageError` that names every flag that is still needed. */
export function checkRequired(values: PackValues, known: { privateKey: boolean; uhubPassword: boolean }): void {
  const hasAccount = values.has('account')
  const hasOwnBase = values.has('base_cpu') || values.has('base_gpu')
  const makesGpu = acceleratorTypeOf(values) === 'gpu'
  const pushes = makesGpu && !values.has('no_push')
  const needed: [PackFlag, boolean][] = [
    ['public_key', !hasAccount && !hasOwnBase],
    ['private_key', !hasAccount && !hasOwnBase && !known.privateKey],
    ['ai_arch_v', !hasOwnBase],
    ['uhub_username', !hasAccount && pushes],
    ['uhub_password', !hasAccount && pushes && !known.uhubPassword],
    ['uhub_registry', makesGpu],
    ['uhub_imagename', true],
    ['code_path', true],
    ['mainfile_path', true],
    ['test_data_path', true],
    ['test_output_path', true],
    ['base_cpu', hasOwnBase],
    ['base_gpu', hasOwnBase && makesGpu],
  ]
  const missing = needed.filter(([flag, isNeeded]) => isNeeded && (values.get(flag) ?? '') === '')
  const flags = missing.map(([flag]) => `--${flag}`)
  if (flags.length > 0) throw new UsageError({ code: 'missingFlags', flags })
}

function acceleratorTypeOf(values: PackValues): ProjectSettings['acceleratorType'] {
  const given = values.get('acc_type') ?? packDefaults.acc_type
  const parsed = parseAcceleratorType(given)
  if (parsed !== null) return parsed
  throw new UsageError({ code: 'badChoice', flag: '--acc_type', value: given, choices: ['gpu', 'cpu'] })
}

function numGpusOf(values: PackValues): number | null {
  const given = values.get('num_gpus') ?? ''
  if (given === '') return null
  const numGpus = /^\d{1,3}$/.test(given) ? Number(given) : 0
  if (numGpus >= 1 && numGpus <= 64) return numGpus
  throw new AppError('invalid-field', { field: 'numGpus', problem: 'out-of-range', value: given })
}
