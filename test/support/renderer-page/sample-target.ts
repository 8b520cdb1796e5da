import type { TargetFinding } from '../../../shared/model/target.ts'

const at = (
  code: TargetFinding['code'],
  severity: TargetFinding['severity'],
  place: readonly [path: string, line: number | null],
  subject: string,
): TargetFinding => ({ code, severity, path: place[0], line: place[1], subject, python: '3.6', has: '', detail: null })

/** A script with a bit of everything. */
export const sampleTarget: TargetFinding[] = [
  at('argument-missing', 'problem', ['mnist.py', 14], '--work_dir --log_dir'),
  at('python-2-syntax', 'problem', ['models/resnet.py', 203], 'print'),
  {
    ...at('cuda-architecture', 'problem', ['uhub.ucloud.cn/lin/pytorch:2.7.0-cuda12.8', null], 'P40 (sm_61)'),
    has: 'sm_75 sm_80 sm_86 sm_90 sm_100 sm_120 compute_120',
    detail: null,
  },
  at('module-unknown', 'warning', ['mnist.py', 3], 'tensorboardX'),
  at('absolute-path', 'warning', ['数据/loader.py', 88], '/home/lin/imagenet/ILSVRC2012/train'),
  at('network', 'warning', ['mnist.py', 41], 'datasets.MNIST(…, download=True)'),
  at('output-elsewhere', 'warning', ['mnist.py', 120], 'torch.save(…)'),
]
