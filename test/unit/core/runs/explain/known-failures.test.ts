import { describe, expect, it } from 'vitest'
import { createCauseFinder } from '../../../../../electron/core/runs/explain/cause-finder.ts'
import { knownFailures } from '../../../../../electron/core/runs/explain/known-failures.ts'
import { readCases } from '../../../../support/read-cases.ts'

interface Found {
  readonly id: string | null
  readonly subject: string
  readonly index: number | null
}

/** What ended a run that printed these lines. */
function causeOf(...lines: readonly string[]): Found {
  const finder = createCauseFinder()
  lines.forEach((line, index) => finder.observe(line, index))
  const cause = finder.cause()
  return { id: cause?.failure.id ?? null, subject: cause?.subject ?? '', index: cause?.index ?? null }
}

const failures = readCases<{ line: string; id: string }>('failures.jsonl', 'failure-siblings.jsonl')
const harmless = readCases<{ line: string }>('harmless.jsonl', 'harmless-siblings.jsonl')

describe('a known failure', () => {
  it.each(failures)('is told by the line that ends a run: $id, $line', ({ line, id }) => {
    expect(causeOf(line).id).toBe(id)
    const training = [
      'epoch 1 loss: 0.5',
      'Traceback (most recent call last):',
      '  File "/data/train.py", line 3, in <module>',
    ]
    expect(causeOf(...training, line), 'behind a traceback').toMatchObject({ id, index: 3 })
  })

  it.each(knownFailures.map(({ id, line }) => ({ id, line })))('has a line that no other takes: $id, $line', (row) => {
    expect(causeOf(row.line).id).toBe(row.id)
  })

  it.each(failures)('is found behind what launchers put before a line: $line', ({ line, id }) => {
    for (const prefix of ['[rank0]: ', '[1,0]<stderr>:', '(RayTrainWorker pid=12, ip=10.0.0.1) ', '\u001b[31m']) {
      expect(causeOf(`${prefix}${line}`).id, prefix).toBe(id)
    }
  })
})

describe('a line that ended nothing', () => {
  it.each(harmless)('explains no failure of something else: $line', ({ line }) => {
    expect(causeOf(line, 'ValueError: boom').id).toBeNull()
    const trace = ['Traceback (most recent call last):', '  File "train.py", line 9, in <module>', 'ValueError: boom']
    expect(causeOf('epoch 1 loss: 0.5', line, 'epoch 2 loss: 0.4', ...trace).id).toBeNull()
  })
})

describe('the cause', () => {
  it('is the exception that came last, not one that was caught before', () => {
    const lines = [
      "ModuleNotFoundError: No module named 'apex'",
      'epoch 1 loss 0.5',
      'RuntimeError: CUDA out of memory.',
    ]
    expect(causeOf(...lines)).toMatchObject({ id: 'cuda-out-of-memory', index: 2 })
    expect(causeOf("ModuleNotFoundError: No module named 'apex'", 'epoch 1 loss 0.5', 'ValueError: boom').id).toBeNull()
  })

  it('is the one that the last was raised for', () => {
    const lines = [
      "FileNotFoundError: [Errno 2] No such file or directory: '/data/data/a.csv'",
      '',
      'The above exception was the direct cause of the following exception:',
      '',
      'Traceback (most recent call last):',
      'pkg.LoadingError: could not load',
    ]
    expect(causeOf(...lines)).toMatchObject({ id: 'data-file-missing', index: 0, subject: '/data/data/a.csv' })
  })

  it('is what a rank said, not that the launcher saw it end', () => {
    const launcher = [
      'torch.distributed.elastic.multiprocessing.errors.ChildFailedError: train.py FAILED',
      "subprocess.CalledProcessError: Command '['/usr/bin/python', '-u', 'train.py']' returned non-zero exit status 1.",
    ]
    for (const end of launcher) {
      expect(causeOf('[rank0]: RuntimeError: CUDA error: invalid device ordinal', 'Traceback', end)).toMatchObject({
        ...{ id: 'gpu-count', index: 0 },
      })
      expect(causeOf(end).id).toBe('distributed-worker-failed')
    }
  })

  it('is what stands after the last exception, where nothing is known of that', () => {
    expect(causeOf('ValueError: boom', 'Segmentation fault (core dumped)')).toMatchObject({ id: 'crashed', index: 1 })
    expect(causeOf('MemoryError', 'wandb: synced', 'Aborted (core dumped)').id).toBe('out-of-memory')
  })

  it.each([
    ['ImportError: libGL.so.1: cannot open shared object file: No such file or directory', 'libGL.so.1'],
    ["PermissionError: [Errno 13] Permission denied: '/data/output/x'", '/data/output/x'],
    ['train.py: error: unrecognized arguments: --work_dir=/data', '--work_dir=/data'],
    ["FileNotFoundError: [Errno 2] No such file or directory: './datasets/train'", './datasets/train'],
    ["ModuleNotFoundError: No module named 'mingpt'", 'mingpt'],
  ])('names what it is about: %s', (line, subject) => {
    expect(causeOf(line).subject).toBe(subject)
  })

  it('is not looked for beyond what a message can be, however long the line', () => {
    expect(causeOf(`${'x'.repeat(5_000_000)} CUDA out of memory`).id).toBeNull()
  })
})
