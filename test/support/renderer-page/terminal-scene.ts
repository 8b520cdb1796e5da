import { JobId, ProjectId } from '../../../shared/model/ids.ts'
import type { Job, JobUpdate, Stage } from '../../../shared/model/job.ts'
import type { KeptChange } from '../../../shared/model/packages.ts'
import type { ChangeSummary, TerminalImage } from '../../../shared/model/terminal.ts'
import type { FakeMain } from '../fake-main.ts'

const shown = [
  'root@3f9a1c77e2b0:/# python -m pip install jieba==0.42.1',
  'Collecting jieba==0.42.1',
  '  Downloading jieba-0.42.1.tar.gz \x1b[32m19.2 MB\x1b[0m at \x1b[31m2.1 MB/s\x1b[0m eta \x1b[36m0:00:00\x1b[0m',
  'Building wheels for collected packages: jieba',
  '\x1b[33mWARNING: Running pip as the root user can result in broken permissions\x1b[0m',
  '\x1b[1mSuccessfully installed jieba-0.42.1\x1b[0m',
  'root@3f9a1c77e2b0:/# python -c "import jieba; print(list(jieba.cut(\'训练在云端的显卡上进行\')))"',
  "['训练', '在', '云端', '的', '显卡', '上', '进行']",
  'root@3f9a1c77e2b0:/# ls --color /usr/local/lib',
  '\x1b[34mpython3.6\x1b[0m  \x1b[36mlibpython3.so\x1b[0m  \x1b[38;2;220;220;90mtrue-colour\x1b[0m  \x1b[90mdim\x1b[0m',
  'root@3f9a1c77e2b0:/# ',
].join('\r\n')

const counts = { added: 1284, changed: 3, deleted: 1, sizeBytes: 61_400_000 }

const summary: ChangeSummary = {
  ...counts,
  groups: [
    {
      folder: '/usr/local/lib/python3.6/site-packages/jieba',
      added: 1268,
      changed: 0,
      deleted: 0,
      sizeBytes: 60_900_000,
    },
    {
      folder: '/usr/local/lib/python3.6/site-packages/jieba-0.42.1.dist-info',
      added: 8,
      changed: 0,
      deleted: 0,
      sizeBytes: 41_000,
    },
    { folder: '/usr/share', added: 8, changed: 2, deleted: 1, sizeBytes: 440_000 },
    { folder: '/etc', added: 0, changed: 1, deleted: 0, sizeBytes: 1_200 },
  ],
  moreGroups: 0,
  leftOut: [
    { reason: 'cache', added: 41, changed: 0, deleted: 0, sizeBytes: 19_300_000, examples: ['/root/.cache/pip'] },
    { reason: 'temporary', added: 2, changed: 0, deleted: 0, sizeBytes: 12_000, examples: ['/tmp/jieba.cache'] },
  ],
  modules: ['jieba'],
  usesApt: true,
}

const kept: KeptChange = {
  digest: '5d1f'.repeat(16),
  keptAt: Date.now() - 3_600_000,
  lane: 'cpu',
  ...counts,
  folders: ['/usr/local/lib/python3.6/site-packages/jieba', '/usr/share'],
  modules: ['jieba'],
}

/** Two terminals that are open, something that was done in one of them, and something that was kept of an earlier one. */
export function fillTerminalScene(main: FakeMain): void {
  const images: TerminalImage[] = [
    { kind: 'packed', lane: 'gpu', packJobId: JobId.parse('packed') },
    { kind: 'base', lane: 'cpu' },
  ]
  const projectId = ProjectId.parse('mnist')
  for (const [index, image] of images.entries()) {
    const jobId = JobId.parse(`terminal-${index}`)
    main.jobs.unshift(terminalJob(jobId, projectId))
    main.updates.set(jobId, stagesOf(image.lane))
    main.terminals.open.push({ jobId, projectId, image })
  }
  Object.assign(main.terminals, { shown, changes: summary })
  main.terminals.kept.push(kept)
}

function terminalJob(id: JobId, projectId: ProjectId): Job {
  const none = { endedAt: null, error: null, result: null, test: null }
  return { id, kind: 'terminal', projectId, state: 'running', startedAt: Date.now() - 90_000, ...none }
}

function stagesOf(lane: 'cpu' | 'gpu'): JobUpdate[] {
  const steps: [Stage, 'started' | 'done'][] = [
    ['create', 'started'],
    ['create', 'done'],
    ['terminal', 'started'],
  ]
  return steps.map(([stage, state], index) => {
    return { type: 'event', event: { type: 'stage', seq: index + 1, at: Date.now() - 80_000, stage, lane, state } }
  })
}
