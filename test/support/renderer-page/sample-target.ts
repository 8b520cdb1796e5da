import type { TargetFinding } from '../../../shared/model/target.ts'

const at = (
  code: TargetFinding['code'],
  severity: TargetFinding['severity'],
  place: readonly [path: string, line: number | null],
  subject: string,
): TargetFinding => ({ code, severity, path: place[0], line: place[1], subject, python: '3.6' })

/** A script with a bit of everything. */
export const sampleTarget: TargetFinding[] = [
  at('argument-missing', 'problem', ['mnist.py', 14], '--work_dir --log_dir'),
  at('python-2-syntax', 'problem', ['models/resnet.py', 203], 'print'),
  at('module-unknown', 'warning', ['mnist.py', 3], 'tensorboardX'),
  at('absolute-path', 'warning', ['数据/loader.py', 88], '/home/lin/imagenet/ILSVRC2012/train'),
  at('network', 'warning', ['mnist.py', 41], 'datasets.MNIST(…, download=True)'),
  at('output-elsewhere', 'warning', ['mnist.py', 120], 'torch.save(…)'),
]
