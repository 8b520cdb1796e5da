import { JobId, ProjectId } from '../../../shared/model/ids.ts'
import type { Job, JobState } from '../../../shared/model/job.ts'
import type { CodeFile } from '../../../shared/model/code-file.ts'
import type { PackRecord } from '../../../shared/model/pack-record.ts'
import type { Project } from '../../../shared/model/project.ts'
import { defaultRunOptions } from '../../../shared/model/run-options.ts'
import type { FakeMain } from '../fake-main.ts'
import { samplePackRequest } from '../samples.ts'
import { sampleMetrics } from './sample-metrics.ts'
import { sampleBadge } from './smoke-scenes.ts'

const minute = 60_000
const states: readonly JobState[] = ['succeeded', 'succeeded', 'failed', 'succeeded', 'cancelled', 'interrupted']

/** Many packs of several projects, the newest with everything that a record can hold. */
export function fillHistory(main: FakeMain, projects: readonly Project[], result: Job['result']): void {
  for (let index = 0; index < 5000; index += 1) {
    const project = projects[index % projects.length]
    if (project === undefined) return
    main.history.records.push(record(index, project, result))
  }
  const [newest, , , older] = main.history.records
  if (newest === undefined || older === undefined) return
  newest.tests.push(testRun(newest, 2.1, main), testRun(newest, 2.3, main))
  older.tests.push(testRun(older, 2.6, main))
  main.history.files.set(newest.job.id, files('after'))
  main.history.files.set(older.job.id, files('before'))
  main.history.truths.set(newest.job.id, [
    { where: 'engine', reference: 'pytorch-mnist-cpu:v12', digest: imageId('c'), state: 'there', words: '' },
    { where: 'engine', reference: pushedName, digest: imageId('d'), state: 'gone', words: '' },
    { where: 'registry', reference: pushedName, digest: imageId('e'), state: 'moved', words: '' },
  ])
  const interrupted = main.history.records.find(({ job, origin }) => job.state === 'interrupted' && origin === 'here')
  if (interrupted !== undefined) {
    main.history.truths.set(
      interrupted.job.id,
      interrupted.details.images.map(({ name, id }) => {
        return { where: 'engine', reference: name, digest: id, state: 'there', words: '' }
      }),
    )
  }
  main.history.diffs.set('network.py', {
    kind: 'text',
    hunks: [
      {
        oldStart: 11,
        newStart: 11,
        lines: [
          ' class Network(nn.Module):',
          '     def __init__(self):',
          '-        self.conv = nn.Conv2d(1, 10, kernel_size=5)',
          '+        self.conv = nn.Conv2d(1, 32, kernel_size=3)  # 更小的卷积核',
          '+        self.norm = nn.BatchNorm2d(32)',
          '         self.dropout = nn.Dropout2d()',
        ],
      },
    ],
  })
}

const pushedName = 'uhub.ucloud.cn/uai_demo/pytorch-mnist:v12'

/** With curves whose loss begins so high. */
function testRun({ job, projectName }: PackRecord, loss: number, main: FakeMain): Job {
  const id = JobId.parse(`test-of-${job.id}-${loss}`)
  const startedAt = job.startedAt + 2 * minute - loss * 10_000
  const outputs = [{ path: 'mnist_cnn.pt', sizeBytes: 4_800_000, changed: false }]
  main.metrics.set(id, sampleMetrics(startedAt, loss))
  return {
    ...{ id, kind: 'test', projectId: job.projectId, state: 'succeeded', startedAt, error: null },
    endedAt: startedAt + loss * 20_000,
    result: {
      ...{ kind: 'test', target: 'cpu', image: `${projectName}-cpu`, exitCode: 0, outOfMemory: false, stopped: false },
      outputs,
    },
    test: { packJobId: job.id, target: 'cpu', options: defaultRunOptions },
  }
}

function imageId(letter: string): string {
  return `sha256:${`3f9a1c77e2b0${letter}`.repeat(5).slice(0, 64)}`
}

function files(when: 'before' | 'after'): CodeFile[] {
  const entry = (path: string, sizeBytes: number, seed = path): CodeFile => ({
    path,
    type: 'file',
    mode: 0o644,
    sizeBytes,
    sha256: Array.from(seed.padEnd(32, '.').slice(0, 32), (letter) => {
      return ((letter.codePointAt(0) ?? 0) % 256).toString(16).padStart(2, '0')
    }).join(''),
    target: '',
  })
  return when === 'before'
    ? [entry('mnist.py', 3_204), entry('network.py', 812, 'old'), entry('old_loader.py', 1_201)]
    : [entry('mnist.py', 3_204), entry('network.py', 861, 'new'), entry('utils/数据增强.py', 2_048)]
}

function record(index: number, project: Project, result: Job['result']): PackRecord {
  const state = states[index % states.length] ?? 'succeeded'
  const startedAt = Date.now() - index * 47 * minute - 3 * minute
  const tag = `v${12 - (index % 12)}`
  const isWhole = state === 'succeeded'
  const hasImages = isWhole || state === 'interrupted'
  const job: Job = {
    id: JobId.parse(`past-${index}`),
    kind: 'pack',
    projectId: ProjectId.parse(project.id),
    state,
    startedAt,
    endedAt: startedAt + 41_000 + (index % 7) * 9000,
    error:
      state === 'failed'
        ? { code: 'registry-unreachable', details: { host: 'uhub.ucloud.cn', words: 'connect ETIMEDOUT' } }
        : null,
    result: isWhole ? result : null,
    test: null,
  }
  const images = [
    { lane: 'cpu', name: `${project.imageName}-cpu:${tag}`, id: imageId('c'), sizeBytes: 1_460_000_000 },
    {
      lane: 'gpu',
      name: `uhub.ucloud.cn/uai_demo/${project.imageName}:${tag}`,
      id: imageId('d'),
      sizeBytes: 3_410_000_000,
    },
  ] as const
  const bases = images.map(({ lane }) => ({
    lane,
    reference: `uhub.ucloud.cn/uaishare/${lane}_uaitrain_ubuntu-16.04_python-3.6.2_pytorch-0.4:v1.0`,
    id: imageId('b'),
    digest: imageId('f'),
  }))
  return {
    job,
    projectName: project.name,
    accountName: '训练组 cn-bj2',
    origin: index % 40 === 5 ? 'imported' : 'here',
    request: samplePackRequest({ project: { ...project, imageTag: tag, trainParams: `--epochs ${4 + (index % 3)}` } }),
    details: {
      bases,
      images: hasImages ? images.map((image) => ({ ...image, layers: ['sha256:base', `sha256:code-${index}`] })) : [],
      git: {
        commit: '9fceb02d0ae598e95dc970b74767f19372d61af8',
        branch: 'main',
        isDirty: true,
        untrackedCount: 2,
        patch: 'kept',
      },
      code: { digest: imageId('a'), fileCount: 214, sizeBytes: 1_204_331 },
      commandFile: isWhole ? 'CMD Used for deploying' : null,
    },
    pushes: isWhole
      ? [{ reference: images[1].name, digest: imageId('e'), at: startedAt + 40_000, accountName: '训练组 cn-bj2' }]
      : [],
    tests: [],
    hasFiles: true,
    hasLog: true,
    codeState: index > 200 ? 'pruned' : 'kept',
    smoke: isWhole && index % 3 === 0 ? { ...sampleBadge, verdict: index % 2 === 0 ? 'passed' : 'warned' } : null,
  }
}
