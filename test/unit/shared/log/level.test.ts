import { describe, expect, it } from 'vitest'
import { levelOf } from '../../../../shared/log/level.ts'

describe('levelOf', () => {
  it.each([
    'Traceback (most recent call last):',
    'ValueError: bad shape',
    'torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB',
    'KeyboardInterrupt',
    '2025-01-31 12:00:00 ERROR train: no such file',
    '[FATAL] cannot go on',
    'error: unrecognized arguments: --work_dir',
    'train.py: error: the following arguments are required: --data',
    'python: can’t open file: No such file or directory',
    'Segmentation fault (core dumped)',
    '\u001b[31mERROR\u001b[0m something',
  ])('calls this an error: %s', (text) => {
    expect(levelOf(text)).toBe('error')
  })

  it.each([
    'WARNING:root:low memory',
    '/usr/lib/python3/x.py:12: UserWarning: old call',
    'warning: unused',
    '[WARN] slow',
  ])('calls this a warning: %s', (text) => {
    expect(levelOf(text)).toBe('warning')
  })

  it.each([
    'Test error: 0.12',
    'error: 0.031',
    'mean squared error 0.5',
    '0 errors',
    'val_error=0.1',
    'Errors are fine',
    '',
  ])('calls this neither: %s', (text) => {
    expect(levelOf(text)).toBe('info')
  })

  it('looks at the beginning of a line of megabytes only', () => {
    expect(levelOf(`${'x '.repeat(2_000_000)}ERROR`)).toBe('info')
  })
})
