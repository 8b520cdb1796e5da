import { planTest, type TestPlan, type TestWish } from '../../electron/core/runs/plan-test.ts'
import { AccountId, JobId, ProjectId } from '../../shared/model/ids.ts'
import { noIgnoreSettings } from '../../shared/model/ignore.ts'
import { noPackages } from '../../shared/model/packages.ts'
import type { PackRequest } from '../../shared/model/pack.ts'
import { defaultRunOptions } from '../../shared/model/run-options.ts'
import type { Project, ProjectSettings } from '../../shared/model/project.ts'

/** A project with every field filled in, as the document's example has them. */
export function sampleProjectSettings(changes: Partial<ProjectSettings> = {}): ProjectSettings {
  return {
    name: 'mnist',
    accountId: null,
    codePath: '/home/ubuntu/mnist/code',
    mainFile: 'mnist.py',
    base: { kind: 'combination', aiFramework: 'pytorch-0.2.0', os: 'ubuntu-14.04.05', python: 'python-2.7.6' },
    uhubRegistry: 'demo',
    imageName: 'pytorch-mnist',
    imageTag: 'uaitrain',
    internalUhub: false,
    acceleratorType: 'gpu',
    trainParams: '',
    solver: '',
    snapshot: '',
    testDataPath: '/home/ubuntu/mnist/data',
    testOutputPath: '/home/ubuntu/mnist/output',
    numGpus: null,
    keepGpuImage: true,
    smokeSeconds: null,
    cloudGpu: 'platform',
    packages: noPackages,
    ignore: noIgnoreSettings,
    ...changes,
  }
}

export function sampleProject(changes: Partial<Project> = {}): Project {
  return {
    ...sampleProjectSettings(),
    id: ProjectId.parse('project-1'),
    createdAt: 1,
    updatedAt: 1,
    archived: false,
    filePath: null,
    keptWarnings: [],
    ...changes,
  }
}

/** A CPU test of the sample project's image. */
export function sampleTestPlan(changes: Partial<TestWish> = {}): TestPlan {
  return planTest({
    request: samplePackRequest(),
    imageId: 'sha256:packed',
    target: 'cpu',
    options: defaultRunOptions,
    jobId: JobId.parse('job'),
    ...changes,
  })
}

export function samplePackRequest(changes: Partial<PackRequest> = {}): PackRequest {
  return {
    project: sampleProjectSettings(),
    accountId: AccountId.parse('account-1'),
    publicKey: 'public',
    projectId: '',
    region: 'cn-bj2',
    zone: 'cn-bj2-04',
    apiUrl: 'https://api.ucloud.cn',
    uhubUsername: 'someone@example.com',
    uhubHost: 'uhub.ucloud.cn',
    uhubInternalHost: 'uhub.service.ucloud.cn',
    push: true,
    keptChanges: [],
    ...changes,
  }
}
