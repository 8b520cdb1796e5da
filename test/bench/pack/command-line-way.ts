import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { parseImageRef } from '../../../shared/model/image-ref.ts'
import { runBuiltCli } from '../../support/cli.ts'
import type { Way } from './way.ts'

/** The headless twin, from the start of its process to its end. */
export function createCommandLineWay({ name, folder }: { readonly name: string; readonly folder: string }): Way {
  let dataFolder = ''
  return {
    name,
    reset: async () => {
      dataFolder = await mkdtemp(join(folder, 'data-'))
    },
    run: async ({ code, auth, cpuBase, gpuBase, gpuImage }) => {
      const target = parseImageRef(gpuImage)
      const [registry = '', imageName = ''] = target?.repository.split('/') ?? []
      const flags = {
        code_path: code.codePath,
        mainfile_path: code.mainFile,
        uhub_username: auth.username,
        uhub_registry: registry,
        uhub_imagename: imageName,
        uhub_imagetag: target?.tag ?? '',
        uhub_host: auth.host,
        base_cpu: cpuBase,
        base_gpu: gpuBase,
        test_data_path: join(code.projectFolder, 'data'),
        test_output_path: join(code.projectFolder, 'output'),
      }
      const words = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`)
      const { exitCode, errors } = await runBuiltCli(['pack', ...words], {
        bundle: join(process.cwd(), 'build/out/main/cli.cjs'),
        folder: code.projectFolder,
        variables: { UAI_UHUB_PASSWORD: auth.password, UAI_DATA_FOLDER: dataFolder },
      })
      if (exitCode !== 0) throw new Error(errors)
    },
    remarks: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  }
}
