import type { BaseFacts } from '../../../shared/model/base-facts.ts'
import type { Project } from '../../../shared/model/project.ts'
import type { FakeMain } from '../fake-main.ts'

const cpuImage = 'uhub.ucloud.cn/lin/pytorch:2.4.0-cpu'
const gpuImage = 'uhub.ucloud.cn/ucloudai/pytorch/pytorch:2.4.0-cuda12.1-cudnn9-runtime'

const conda = (cuda: string, architectures: string[] | null): BaseFacts['others'][number] => ({
  path: '/opt/conda/bin/python',
  version: '3.11.9',
  frameworks: [{ name: 'torch', version: '2.4.0' }],
  cuda,
  architectures,
})

const cpu: BaseFacts = {
  image: cpuImage,
  digest: 'sha256:cpu',
  source: 'engine',
  sizeBytes: 1_420_000_000,
  state: 'missing',
  python: null,
  others: [conda('', null)],
  places: ['/opt/conda/bin/python'],
}

const gpu: BaseFacts = {
  ...cpu,
  image: gpuImage,
  digest: 'sha256:gpu',
  state: 'fine',
  python: { path: '/usr/bin/python', version: '3.10.12', frameworks: [], cuda: '', architectures: null },
  others: [conda('12.1', ['sm_50', 'sm_60', 'sm_70', 'sm_75', 'sm_80', 'sm_86', 'sm_90'])],
  places: ['/usr/bin/python', '/opt/conda/bin/python'],
}

const description: BaseFacts = {
  ...gpu,
  source: 'registry',
  sizeBytes: 3_270_000_000,
  state: 'unknown',
  python: { ...conda('12.1', null), path: '', version: '' },
  others: [],
  places: [],
}

/** A project on base images of its own: both tested, or one of them not in Docker, or linked. */
export function fillBaseScene(main: FakeMain, scene: 'own-bases' | 'own-bases-linked' | 'own-bases-remote'): void {
  const [first] = main.projects
  if (first === undefined) return
  const pythonLink = scene === 'own-bases-linked' ? '/opt/conda/bin/python' : ''
  const project: Project = {
    ...first,
    base: { kind: 'own', cpuImage, gpuImage },
    packages: { ...first.packages, pythonLink },
  }
  main.projects[0] = project
  main.bases.push(cpu, scene === 'own-bases-remote' ? description : gpu)
}
