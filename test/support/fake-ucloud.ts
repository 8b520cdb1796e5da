import { AppError, cancelled } from '../../shared/errors.ts'
import type { UcloudApi } from '../../electron/core/ports/ucloud-api.ts'

type Answer = Readonly<Record<string, unknown>>

const packages: Readonly<Record<string, Answer[]>> = {
  OS: [
    { PkgId: 1, PkgName: 'ubuntu', PkgVersion: '14.04.05' },
    { PkgId: 2, PkgName: 'ubuntu', PkgVersion: '16.04' },
  ],
  Python: [
    { PkgId: 3, PkgName: 'python', PkgVersion: '2.7.6' },
    { PkgId: 4, PkgName: 'python', PkgVersion: '3.6.2' },
  ],
  AIFrame: [
    { PkgId: 5, PkgName: 'pytorch', PkgVersion: '0.2.0' },
    { PkgId: 6, PkgName: 'pytorch', PkgVersion: '0.4' },
  ],
  Accelerator: [
    { PkgId: 7, PkgName: 'gpu', PkgVersion: '' },
    { PkgId: 8, PkgName: 'cpu', PkgVersion: '' },
  ],
}

/** The two calls that find base images, with answers of the service's shape. */
export class FakeUcloud implements UcloudApi {
  readonly calls: { action: string; parameters: Answer }[] = []
  listName: 'DataSet' | 'PkgSet' = 'DataSet'
  images: Readonly<Record<'cpu' | 'gpu', readonly string[] | null>> = {
    cpu: ['uhub.service.ucloud.cn/uaishare/cpu_base:v1.0', 'second'],
    gpu: ['uhub.service.ucloud.cn/uaishare/gpu_base:v1.0'],
  }
  failure: Error | null = null
  mostAtOnce = 0
  #underWay = 0

  async call({ action, parameters, signal }: Parameters<UcloudApi['call']>[0]): Promise<Answer> {
    this.calls.push({ action, parameters })
    this.#underWay += 1
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay)
    await new Promise((resolve) => setTimeout(resolve, 1))
    this.#underWay -= 1
    if (signal.aborted) throw cancelled()
    if (this.failure !== null) throw this.failure
    if (action === 'GetUAITrainEnvPkg') return { RetCode: 0, [this.listName]: packages[String(parameters['PkgType'])] }
    if (action !== 'CheckUAITrainBaseImgExists') throw refusal(161, action)
    return { RetCode: 0, BimgName: this.images[parameters['AcceleratorID'] === 7 ? 'gpu' : 'cpu'] }
  }
}

export function refusal(retCode: number, action = 'GetUAITrainEnvPkg'): AppError {
  return new AppError('ucloud-refused', { action, retCode, words: `refused ${retCode}` })
}
