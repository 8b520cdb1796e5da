import { describe, expect, it } from 'vitest'
import { createExplainer } from '../../../../../electron/core/runs/explain/create-explainer.ts'
import { explainLine } from '../../../../../electron/core/runs/explain/explain-line.ts'
import { knownFailures } from '../../../../../electron/core/runs/explain/known-failures.ts'
import { FailureId } from '../../../../../shared/model/explanation.ts'
import type { LogLine } from '../../../../../shared/model/job.ts'
import { defaultRunOptions } from '../../../../../shared/model/run-options.ts'

type LineFailureId = Exclude<FailureId, 'out-of-memory' | 'engine-restarted' | 'killed' | 'crashed' | 'no-output'>

/** Lines as the tools wrote them, with what the words are about. */
const samples: Readonly<Record<LineFailureId, readonly (readonly [line: string, subject: string])[]>> = {
  'shared-memory': [
    [
      "RuntimeError: DataLoader worker (pid 23) is killed by signal: Bus error. It is possible that dataloader's workers are out of shared memory. Please try to raise your shared memory limit.",
      '',
    ],
    [
      'ERROR: Unexpected bus error encountered in worker. This might be caused by insufficient shared memory (shm).',
      '',
    ],
    ['RuntimeError: unable to write to file </torch_17_2042>', ''],
  ],
  'cuda-out-of-memory': [
    [
      'RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 10.92 GiB total capacity; 9.87 GiB already allocated)',
      '',
    ],
    ['torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.', ''],
    ['RuntimeError: cuda runtime error (2) : out of memory at /pytorch/aten/src/THC/generic/THCStorage.cu:58', ''],
  ],
  'gpu-not-offered': [
    ['could not select device driver "" with capabilities: [[gpu]]', ''],
    ['unknown or invalid runtime name: nvidia', ''],
    ['Unknown runtime specified nvidia', ''],
    ['nvidia-container-cli: initialization error: nvml error: driver not loaded: unknown', ''],
    ['CDI device injection failed: unresolvable CDI devices nvidia.com/gpu=all', ''],
  ],
  'driver-too-old': [
    [
      'nvidia-container-cli: requirement error: unsatisfied condition: cuda>=12.8, please update your driver to a newer version, or use an earlier cuda container: unknown',
      'cuda>=12.8',
    ],
    [
      'RuntimeError: The NVIDIA driver on your system is too old (found version 10020). Please update your GPU driver',
      '',
    ],
    [
      'RuntimeError: cuda runtime error (35) : CUDA driver version is insufficient for CUDA runtime version at torch/csrc/cuda/Module.cpp:51',
      '',
    ],
  ],
  'no-kernel-image': [
    ['RuntimeError: CUDA error: no kernel image is available for execution on the device', ''],
    [
      'NVIDIA GeForce RTX 3090 with CUDA capability sm_86 is not compatible with the current PyTorch installation.',
      'sm_86',
    ],
  ],
  'cuda-missing': [
    ['AssertionError: Torch not compiled with CUDA enabled', ''],
    ['RuntimeError: No CUDA GPUs are available', ''],
    ['RuntimeError: Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False.', ''],
  ],
  'python-missing': [
    ['/bin/bash: line 1: /usr/bin/python: No such file or directory', '/usr/bin/python'],
    ['OCI runtime create failed: exec: "/bin/bash": stat /bin/bash: no such file or directory: unknown', '/bin/bash'],
  ],
  'wrong-architecture': [
    ['exec /bin/bash: exec format error', ''],
    ['/bin/bash: /usr/bin/python: cannot execute binary file: Exec format error', ''],
  ],
  'python2-code': [
    ["SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?", ''],
    ["NameError: name 'xrange' is not defined", 'xrange'],
    ["AttributeError: 'dict' object has no attribute 'iteritems'", 'iteritems'],
    ["ModuleNotFoundError: No module named 'cPickle'", 'cPickle'],
  ],
  'python3-code': [
    [
      "SyntaxError: Non-ASCII character '\\xe4' in file /data/train.py on line 3, but no encoding declared; see http://python.org/dev/peps/pep-0263/ for details",
      '',
    ],
    ['ImportError: No module named pathlib', 'pathlib'],
    ['TypeError: super() takes at least 1 argument (0 given)', ''],
  ],
  'missing-module': [
    ["ModuleNotFoundError: No module named 'tensorboardX'", 'tensorboardX'],
    ['ImportError: No module named cv2', 'cv2'],
    ['ImportError: libGL.so.1: cannot open shared object file: No such file or directory', 'libGL.so.1'],
  ],
  'unknown-argument': [
    [
      'mnist.py: error: unrecognized arguments: --work_dir=/data --log_dir=/data/output',
      '--work_dir=/data --log_dir=/data/output',
    ],
    ["absl.flags._exceptions.UnrecognizedFlagError: Unknown command line flag 'num_gpus'", 'num_gpus'],
  ],
  'data-file-missing': [
    [
      "FileNotFoundError: [Errno 2] No such file or directory: '/data/data/train-images-idx3-ubyte'",
      '/data/data/train-images-idx3-ubyte',
    ],
    ["IOError: [Errno 2] No such file or directory: '/data/data/train.csv'", '/data/data/train.csv'],
    ['cat: /data/data/labels.txt: No such file or directory', '/data/data/labels.txt'],
  ],
  'read-only': [
    ["OSError: [Errno 30] Read-only file system: '/data/data/cache'", '/data/data/cache'],
    ['bash: /sys/x: Read-only file system', ''],
  ],
  'disk-full': [
    ['OSError: [Errno 28] No space left on device', ''],
    ['RuntimeError: PytorchStreamWriter failed writing file data/13: file write failed', ''],
  ],
  'permission-denied': [
    ["PermissionError: [Errno 13] Permission denied: '/data/output/model.pt'", '/data/output/model.pt'],
    ['bash: /data/output/x: Permission denied', ''],
  ],
  'no-network': [
    ['urllib.error.URLError: <urlopen error [Errno -3] Temporary failure in name resolution>', ''],
    [
      'requests.exceptions.ConnectionError: HTTPConnectionPool: Failed to establish a new connection: [Errno 111] Connection refused',
      '',
    ],
    ['curl: (6) Could not resolve host: download.pytorch.org', ''],
  ],
  nccl: [
    [
      'RuntimeError: NCCL error in: ../torch/csrc/distributed/c10d/ProcessGroupNCCL.cpp:825, unhandled system error, NCCL version 2.7.8',
      '',
    ],
    ['ncclSystemError: System call (e.g. socket, malloc) or external library call failed or device error.', ''],
  ],
  'worker-killed': [
    ['RuntimeError: DataLoader worker (pid 84) is killed by signal: Killed.', ''],
    ['RuntimeError: DataLoader worker (pid(s) 41, 42) exited unexpectedly', ''],
  ],
}

describe('a known failure', () => {
  it.each(knownFailures.map(({ id }) => id as LineFailureId))('%s is seen in real messages', (id) => {
    expect(samples[id].length).toBeGreaterThan(0)
    for (const [line, subject] of samples[id]) {
      const found = explainLine(line, new Set())
      expect({ id: found?.failure.id, subject: found?.subject }, line).toEqual({ id, subject })
    }
  })

  it('is not seen in what training that goes well writes', () => {
    const lines = [
      'Train Epoch: 1 [58880/60000 (98%)]\tLoss: 0.210366',
      '100%|██████████| 938/938 [00:12<00:00, 74.06it/s, loss=0.031]',
      'Epoch 3/10 - 12s - loss: 0.0512 - acc: 0.9841 - val_error: 0.0231',
      'validation error rate: 0.0123, no failures in 1000 samples',
      "UserWarning: the 'verbose' parameter is deprecated and could be removed",
      'GPU available: False, used: False',
    ]
    for (const line of lines) expect(explainLine(line, new Set()), line).toBeNull()
  })

  it('is seen through colours, and not looked for in a line of megabytes', () => {
    const colourful = "\u001b[1;31mModuleNotFoundError\u001b[0m: No module named '\u001b[33mcv2\u001b[0m'"
    expect(explainLine(colourful, new Set())?.subject).toBe('cv2')
    expect(explainLine(`${'x'.repeat(5000)} CUDA out of memory`, new Set())).toBeNull()
  })
})

describe('createExplainer', () => {
  const line = (index: number, text: string): LogLine => ({ index, at: 0, source: 'err', text })

  it('tells each failure once, with its line and a run that would do better', () => {
    const explainer = createExplainer({ target: 'cpu', options: defaultRunOptions })
    explainer.observe([line(7, 'DataLoader worker (pid 23) is killed by signal: Bus error.')])
    explainer.observe([line(8, 'DataLoader worker (pid 24) is killed by signal: Bus error.'), line(9, 'fine')])
    const options = { ...defaultRunOptions, sharedMemoryMb: 8192 }
    expect(explainer.take()).toEqual([
      { id: 'shared-memory', lineIndex: 7, subject: '', cure: { change: 'shared-memory', target: 'cpu', options } },
    ])
    expect(explainer.take()).toEqual([])
  })

  it('offers nothing that was in vain already', () => {
    const options = {
      ...defaultRunOptions,
      sharedMemoryMb: 8192,
      environment: [{ name: 'NCCL_DEBUG', value: 'WARN' }],
    }
    const explainer = createExplainer({ target: 'gpu', options }, ['disk-full'])
    explainer.observe([
      line(0, 'Bus error'),
      line(1, 'NCCL error in: x'),
      line(2, 'No space left on device'),
      line(3, 'could not select device driver "" with capabilities: [[gpu]]'),
    ])
    const cures = explainer.take().map(({ id, cure }) => [id, cure?.options.sharedMemoryMb, cure?.target])
    expect(cures).toEqual([
      ['shared-memory', 16384, 'gpu'],
      ['nccl', undefined, undefined],
      ['gpu-not-offered', 8192, 'cpu'],
    ])
  })
})
