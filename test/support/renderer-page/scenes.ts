import type { ErrorData } from '../../../shared/errors.ts'
import { defaultAccountSettings } from '../../../shared/model/account.ts'
import { AccountId, JobId, ProjectId } from '../../../shared/model/ids.ts'
import type { Gpu } from '../../../shared/model/gpu.ts'
import { noIgnoreSettings } from '../../../shared/model/ignore.ts'
import { noPackages } from '../../../shared/model/packages.ts'
import type { Job, JobUpdate, LayerProgress, Lane, LogLine, Stage, StageState } from '../../../shared/model/job.ts'
import type { Note, PackResult } from '../../../shared/model/pack.ts'
import { defaultRunOptions } from '../../../shared/model/run-options.ts'
import type { TestResult } from '../../../shared/model/test-run.ts'
import type { Project } from '../../../shared/model/project.ts'
import { defaultCombination } from '../../../shared/uaitrain/combinations.ts'
import { trainCommands } from '../../../shared/uaitrain/commands.ts'
import type { FakeMain } from '../fake-main.ts'
import { fillBaseScene } from './base-scenes.ts'
import { fillTerminalScene } from './terminal-scene.ts'
import { fillSmokeScene, sampleBadge } from './smoke-scenes.ts'
import { fillHistory } from './history-scene.ts'
import { sampleMetrics } from './sample-metrics.ts'
import { sampleTarget } from './sample-target.ts'
import { sampleFindings } from './sample-findings.ts'
import { sampleEntries, sampleScan } from './sample-scan.ts'

const minute = 60_000
const sampleGpus: readonly Gpu[] = [0, 1].map((index) => ({
  index,
  name: 'NVIDIA GeForce RTX 4090',
  uuid: `GPU-8a56f1c3-99aa-2c51-4b7e-b1f0c7d8e92${index}`,
  driver: '550.54.14',
  memoryTotalBytes: 24_564 * 1024 * 1024,
  memoryUsedBytes: 0,
  utilization: 0,
}))
const account = {
  ...defaultAccountSettings,
  id: AccountId.parse('account-main'),
  name: '训练组 cn-bj2',
  publicKey: 'ucloudsomeone@example.com1296235120854146120',
  uhubUsername: 'lin@example.com',
  hasPrivateKey: true,
  hasUhubPassword: true,
}

function project(id: string, name: string, codePath = `/home/lin/code/${name}/code`): Project {
  return {
    id: ProjectId.parse(id),
    createdAt: 0,
    updatedAt: id === 'mnist' ? 9 : 1,
    name,
    accountId: account.id,
    codePath,
    mainFile: 'mnist.py',
    base: { kind: 'combination', ...defaultCombination },
    uhubRegistry: 'uai_demo',
    imageName: name,
    imageTag: 'uaitrain',
    internalUhub: false,
    acceleratorType: 'gpu',
    trainParams: '--batch-size 64 --epochs 4',
    solver: '',
    snapshot: '',
    testDataPath: '/home/lin/code/very-long-folder-name-for-a-project/中文数据集/pytorch-mnist/data',
    testOutputPath: '/home/lin/code/pytorch-mnist/output',
    numGpus: null,
    keepGpuImage: true,
    smokeSeconds: null,
    cloudGpu: 'platform',
    packages: noPackages,
    ignore: noIgnoreSettings,
    archived: false,
    filePath: null,
    keptWarnings: [],
  }
}

function packResult(settings: Project): PackResult {
  return {
    kind: 'pack',
    images: [
      {
        lane: 'cpu',
        name: `${settings.imageName}-cpu:uaitrain`,
        id: `sha256:${'3f9a1c77e2b0'.repeat(5)}3f9a`,
        digest: null,
        sizeBytes: 1_462_000_000,
        isLocal: true,
      },
      {
        lane: 'gpu',
        name: `uhub.ucloud.cn/uai_demo/${settings.imageName}:uaitrain`,
        id: `sha256:${'9bd2047ac1e6'.repeat(5)}9bd2`,
        digest: `sha256:${'c0ffee12ab34'.repeat(5)}c0ff`,
        sizeBytes: 4_870_000_000,
        isLocal: true,
      },
    ],
    baseImages: {
      cpu: 'uhub.ucloud.cn/uaishare/cpu_uaitrain_ubuntu-16.04_python-3.6_pytorch-0.4:v1.0',
      gpu: 'uhub.ucloud.cn/uaishare/gpu_uaitrain_ubuntu-16.04_python-3.6_pytorch-0.4:v1.0',
      source: 'catalogue',
    },
    customised: [],
    commands: trainCommands(settings, account),
    commandFilePath: '/home/lin/code/pytorch-mnist/uaitrain_cmd.txt',
    logFilePath: '/home/lin/code/pytorch-mnist/uaitrain_pack.log',
    fileCount: 214,
    codeBytes: 1_240_000,
    layer: {
      codeDigest: `sha256:${'5a1e77d0c2f4'.repeat(5)}5a1e`,
      digest: `sha256:${'7e1b9c03aa58'.repeat(5)}7e1b`,
      sizeBytes: 48_210,
      uncompressedBytes: 214_016,
    },
    transfer: {
      way: 'direct',
      existed: false,
      blobs: [
        { digest: `sha256:${'9bd2047ac1e6'.repeat(5)}9bd2`, sizeBytes: 7_312, how: 'uploaded', sentBytes: 7_312 },
        { digest: `sha256:${'1c88fe20b7d9'.repeat(5)}1c88`, sizeBytes: 1_940_000_000, how: 'mounted', sentBytes: 0 },
        { digest: `sha256:${'e4075ab91f36'.repeat(5)}e407`, sizeBytes: 2_930_000_000, how: 'existed', sentBytes: 0 },
        { digest: `sha256:${'7e1b9c03aa58'.repeat(5)}7e1b`, sizeBytes: 48_210, how: 'uploaded', sentBytes: 48_210 },
      ],
    },
    smoke: sampleBadge,
  }
}

function job(id: string, kind: Job['kind'], change: Partial<Job> = {}): Job {
  const startedAt = Date.now() - 4 * minute
  return {
    id: JobId.parse(id),
    kind,
    projectId: ProjectId.parse('mnist'),
    state: 'succeeded',
    startedAt,
    endedAt: startedAt + 42_000,
    error: null,
    result: null,
    test: null,
    ...change,
  }
}

type Step = [Lane, Stage, StageState]

function updates(steps: readonly Step[], notes: readonly Note[] = []): JobUpdate[] {
  const at = Date.now() - 60_000
  const stages = steps.map(([lane, stage, state], index): JobUpdate => {
    return { type: 'event', event: { type: 'stage', seq: index + 1, at: at + index * 4000, stage, lane, state } }
  })
  return [
    ...stages,
    ...notes.map((note, index): JobUpdate => {
      return { type: 'event', event: { type: 'note', seq: steps.length + index + 1, at, note } }
    }),
  ]
}

const done = (lane: Lane, stage: Stage): Step[] => [
  [lane, stage, 'started'],
  [lane, stage, 'done'],
]

function layer(id: string, phase: LayerProgress['phase'], share: number, totalBytes: number): LayerProgress {
  const currentBytes = share * totalBytes
  return { id: `sha256:${id.repeat(4)}`, phase, currentBytes, totalBytes, existed: phase === 'done' && share === 0 }
}

const notes: Note[] = [
  { code: 'catalogue-used', reason: 'no-such-action', words: 'RetCode 161: Action not found' },
  { code: 'files-ignored', count: 31, sizeBytes: 48_000_000 },
  { code: 'mount-hides', folder: 'data' },
]

const runningSteps: Step[] = [
  ...done('shared', 'check'),
  ...done('shared', 'resolve'),
  ...done('shared', 'login'),
  ...done('shared', 'scan'),
  ['cpu', 'pull', 'skipped'],
  ['cpu', 'build', 'started'],
  ...done('gpu', 'pull'),
  ...done('gpu', 'build'),
  ['gpu', 'push', 'started'],
]

function log(count: number): LogLine[] {
  return Array.from({ length: count }, (_, index): LogLine => {
    const text =
      index === 5
        ? '/usr/lib/python3/dist-packages/torch/utils.py:12: UserWarning: the verbose parameter is deprecated'
        : `Train Epoch: ${1 + Math.floor(index / 60)} [${(index % 60) * 1000}/60000]\t\u001b[32mLoss: ${(2.3 / (1 + index / 30)).toFixed(6)}\u001b[0m`
    return {
      index,
      at: Date.now() - (count - index) * 300,
      source: index === 5 ? 'err' : index < 2 ? 'app' : 'out',
      text,
    }
  })
}

/** A log whose end says why it ended. */
function failedLog(count: number): LogLine[] {
  const words = [
    'ERROR: Unexpected bus error encountered in worker. This might be caused by insufficient shared memory (shm).',
    'RuntimeError: DataLoader worker (pid 42) is killed by signal: Bus error.',
  ]
  const lines = log(count)
  const ending = words.map((text, at): LogLine => ({ index: count + at, at: Date.now(), source: 'err', text }))
  return [...lines, ...ending]
}

const outOfSharedMemory: JobUpdate = {
  type: 'event',
  event: {
    type: 'explained',
    seq: 1,
    at: 0,
    explanation: {
      id: 'shared-memory',
      lineIndex: 300,
      subject: '',
      cure: { change: 'shared-memory', target: 'gpu', options: { ...defaultRunOptions, sharedMemoryMb: 8192 } },
    },
  },
}

const pushRefused: ErrorData = {
  code: 'push-refused',
  details: {
    image: 'uhub.ucloud.cn/uai_demo/pytorch-mnist:uaitrain',
    words: 'denied: requested access to the resource is denied: repository uai_demo does not exist or is not yours',
  },
}

/** Fills a main process with what a screen is to show. */
const damagedPath = '/home/lin/.config/UAI Train Packer/uai-train-packer.db.damaged-1763971200000'

export function fillScene(main: FakeMain, scene: string): void {
  if (scene === 'first') return
  main.findings = sampleFindings(scene === 'doctor-well')
  main.gpus = sampleGpus
  main.target = { findings: scene === 'target' ? sampleTarget : [], fileCount: 12 }
  if (scene === 'engine-stopped' || scene === 'memory') {
    main.secrets = { kind: 'memory', words: 'The name org.freedesktop.secrets was not provided by any .service files' }
    const details = { address: '/var/run/docker.sock', words: 'connect ECONNREFUSED /var/run/docker.sock' }
    main.engine = { state: 'problem', problem: { code: 'engine-stopped', details } }
    if (scene === 'engine-stopped') return
  }
  main.accounts.push(account)
  const mnist = project('mnist', 'pytorch-mnist')
  main.projects.push(mnist, project('bert', 'bert-中文预训练'), project('imagenet', 'imagenet-ddp'))
  main.jobs.push(job('bert-pack', 'pack', { projectId: ProjectId.parse('bert'), state: 'failed', error: pushRefused }))
  const packed = job('packed', 'pack', { result: packResult(mnist) })
  main.scanEntries.push(...sampleEntries)
  main.scanUpdates = sampleScan
  if (scene === 'new' || scene === 'target') return
  if (scene === 'own-bases' || scene === 'own-bases-linked' || scene === 'own-bases-remote') {
    fillBaseScene(main, scene)
    return
  }
  if (scene === 'smoke' || scene === 'smoke-failed') {
    fillSmokeScene(main, scene)
    return
  }
  if (scene === 'list') {
    fillList(main)
    return
  }
  if (scene === 'history' || scene === 'lost') {
    if (scene === 'lost') main.damagedDatabase = damagedPath
    fillHistory(main, main.projects, packResult(mnist))
    return
  }
  if (scene === 'import') {
    openFile(main, mnist)
    return
  }
  if (scene === 'folder') {
    main.missingFolders = ['/home/lin/code/audio/data', '/home/lin/code/audio/output']
    main.opened.push({ kind: 'folder', path: '/home/lin/code/audio/code' })
    return
  }
  if (scene === 'running') {
    main.jobs.unshift(job('running', 'pack', { state: 'running', startedAt: Date.now() - 61_000, endedAt: null }))
    main.logs.set(JobId.parse('running'), log(40))
    const layers = [
      layer('a81f9c2277', 'uploading', 0.62, 1_300_000),
      layer('3c1b77aa01', 'done', 0, 880_000_000),
      layer('99fd07b2aa', 'uploading', 0.31, 2_210_000_000),
      layer('0b2477ccd1', 'done', 1, 48_000_000),
      layer('51aa3306ef', 'waiting', 0, 77_000_000),
    ]
    const progress: JobUpdate = {
      type: 'progress',
      lanes: [
        {
          lane: 'cpu',
          stage: 'build',
          currentBytes: 0,
          totalBytes: null,
          layers: [],
          line: 'Step 2/2 : ADD code /data/',
        },
        { lane: 'gpu', stage: 'push', currentBytes: 1_510_000_000, totalBytes: 2_436_000_000, layers, line: null },
      ],
    }
    main.updates.set(JobId.parse('running'), [...updates(runningSteps, notes), progress])
    return
  }
  if (scene === 'engine-failed') {
    const details = { address: 'unix:///var/run/docker.sock' }
    const error: ErrorData = { code: 'engine-permission', details }
    main.jobs.unshift(job('failed', 'pack', { state: 'failed', error }))
    main.updates.set(JobId.parse('failed'), updates([...runningSteps.slice(0, 2), ['shared', 'resolve', 'failed']]))
    return
  }
  if (scene === 'failed') {
    main.jobs.unshift(job('failed', 'pack', { state: 'failed', error: pushRefused }))
    main.updates.set(JobId.parse('failed'), updates([...runningSteps, ['gpu', 'push', 'failed']], notes))
    main.logs.set(JobId.parse('failed'), log(40))
    return
  }
  main.jobs.unshift(
    packed,
    job('older', 'pack', {
      state: 'cancelled',
      startedAt: Date.now() - 2000 * minute,
      endedAt: Date.now() - 1999 * minute,
    }),
  )
  main.updates.set(packed.id, updates(runningSteps, notes))
  main.logs.set(packed.id, log(40))
  if (scene === 'terminal') fillTerminalScene(main)
  if (scene === 'tests') {
    const test = { packJobId: packed.id, target: 'cpu', options: defaultRunOptions } as const
    const result: TestResult = {
      kind: 'test',
      target: 'cpu',
      image: 'pytorch-mnist-cpu:uaitrain',
      exitCode: 0,
      outOfMemory: false,
      stopped: false,
      outputs: [
        { path: 'mnist_cnn.pt', sizeBytes: 4_800_000, changed: false },
        { path: 'logs/history.csv', sizeBytes: 2_310, changed: true },
      ],
    }
    main.jobs.unshift(
      job('test-running', 'test', { state: 'running', startedAt: Date.now() - 12_000, endedAt: null, test }),
      job('test-away', 'test', {
        state: 'running',
        startedAt: Date.now() - 3 * minute,
        endedAt: null,
        test,
        engineAwaySince: Date.now() - minute,
      }),
      job('test-done', 'test', { result, test }),
      job('test-failed', 'test', {
        state: 'failed',
        error: { code: 'test-failed', details: { exitCode: 137, outOfMemory: true } },
        test: { ...test, target: 'gpu' },
      }),
    )
    main.metrics.set(JobId.parse('test-running'), sampleMetrics(Date.now() - 12_000, 2.3))
    main.metrics.set(JobId.parse('test-done'), sampleMetrics(Date.now() - 4 * minute, 1.8))
    main.metrics.set(JobId.parse('test-failed'), sampleMetrics(Date.now() - 4 * minute, 2))
    main.updates.set(JobId.parse('test-failed'), [outOfSharedMemory])
    main.logs.set(JobId.parse('test-running'), log(5000))
    main.logs.set(JobId.parse('test-done'), log(300))
    main.logs.set(JobId.parse('test-failed'), failedLog(300))
  }
}

/** Many projects, some put away, one whose folder is gone, one whose file was changed by somebody else. */
function fillList(main: FakeMain): void {
  for (let index = 1; index <= 40; index += 1) {
    const other = project(`other-${index}`, `experiment-${index}`)
    main.projects.push({ ...other, updatedAt: Date.now() - index * 90 * minute, archived: index % 5 === 0 })
  }
  main.moved.push(ProjectId.parse('imagenet'), ProjectId.parse('other-3'))
  const [first] = main.projects
  if (first !== undefined)
    main.projects[0] = { ...first, filePath: '/home/lin/code/pytorch-mnist/mnist.uaitrain', updatedAt: Date.now() }
  main.fileState = 'file-changed'
}

function openFile(main: FakeMain, mnist: Project): void {
  const path = '/home/lin/downloads/来自同事的项目/speech.uaitrain'
  main.filePreview = {
    path,
    digest: 'sha256:1',
    isTrusted: false,
    settings: {
      ...mnist,
      name: 'speech-recognition',
      imageName: 'speech',
      codePath: '/home/lin/downloads/来自同事的项目/code',
      testDataPath: '/home/lin/downloads/来自同事的项目/data',
      testOutputPath: '/home/lin/downloads/来自同事的项目/output',
    },
    accountName: 'UCloud',
    accountId: account.id,
    projectId: null,
    missingFolders: ['/home/lin/downloads/来自同事的项目/data'],
    problems: [],
  }
  main.opened.push({ kind: 'file', path })
}
