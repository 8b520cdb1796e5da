import { isAbsolute, resolve } from 'node:path'
import type { ProjectSettings } from '../../shared/model/project.ts'
import type { PackFlag } from '../../shared/uaitrain/pack-flags.ts'
import { acceleratorTypeOf, projectOfFlags } from '../../shared/uaitrain/pack-values.ts'
import type { PackValues } from '../../shared/uaitrain/pack-values.ts'
import { UsageError } from '../../shared/uaitrain/parse-arguments.ts'

/** The project that a command line describes. Relative paths are taken from the current folder, as a shell does. */
export function projectOf(values: PackValues, currentFolder: string): ProjectSettings {
  return projectOfFlags(values, (path) => (isAbsolute(path) ? path : resolve(currentFolder, path)))
}

/** Throws one `UsageError` that names every flag that is still needed. */
export function checkRequired(values: PackValues, known: { privateKey: boolean; uhubPassword: boolean }): void {
  const hasAccount = values.has('account')
  const hasOwnPair = values.has('base_cpu') || values.has('base_gpu')
  const hasOwnBase = hasOwnPair || values.has('self_img')
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
    ['solver', (values.get('ai_arch_v') ?? '').startsWith('caffe-')],
    ['base_cpu', hasOwnPair && !makesGpu],
    ['base_gpu', hasOwnPair && makesGpu],
    ['self_img', hasOwnBase && !hasOwnPair],
  ]
  const missing = needed.filter(([flag, isNeeded]) => isNeeded && (values.get(flag) ?? '') === '')
  const flags = missing.map(([flag]) => `--${flag}`)
  if (flags.length > 0) throw new UsageError({ code: 'missingFlags', flags })
}
