import { asImageUser, moreSharedMemory, withFaultHandler, withoutMemoryLimit } from '../cures.ts'
import type { KnownFailure } from '../known-failure.ts'

/** Bash tells so of a program that a signal has ended. */
const ofShell = String.raw`^\S*sh: line \d+:\s+\d+ `

/** What the system, its memory, disk, network and rights refuse. */
export const machineFailures: readonly KnownFailure[] = [
  {
    id: 'too-many-files',
    says: /too many open files|received \d+ items of ancdata|\[Errno 2[34]\]/i,
    line: 'OSError: [Errno 24] Too many open files',
  },
  {
    id: 'shared-memory',
    says: new RegExp(
      [
        String.raw`DataLoader worker.*signal: Bus`,
        'insufficient shared memory',
        String.raw`unable to (?:open|allocate|resize|create|write to|mmap)\b.*(?:shared memory|<\/?\/?torch_)`,
        String.raw`No space left on device.*(?:/dev/shm|/torch_)`,
        String.raw`^Bus error\b`,
        '^Fatal Python error: Bus error',
        `${ofShell}Bus error`,
      ].join('|'),
      'i',
    ),
    line: 'RuntimeError: DataLoader worker (pid 23) is killed by signal: Bus error.',
    cure: moreSharedMemory,
  },
  {
    id: 'worker-killed',
    says: /^(?:Caught .*)?DataLoader worker \(pid(?:\(s\))? [\d, ]+\) (?:is killed by signal: (?:Killed|Terminated)|exited unexpectedly)|^Pin memory thread exited unexpectedly|^A process in the process pool was terminated abruptly/,
    line: 'RuntimeError: DataLoader worker (pid 1234) is killed by signal: Killed.',
    cure: moreSharedMemory,
  },
  {
    id: 'out-of-memory',
    exception: /(?:^|\.)\w*MemoryError$/,
    says: /^(?!CUDA|HIP)/,
    line: 'numpy.core._exceptions.MemoryError: Unable to allocate 12.3 GiB for an array',
    cure: withoutMemoryLimit,
  },
  {
    id: 'out-of-memory',
    says: new RegExp(
      [
        '^Killed$',
        `${ofShell}Killed`,
        'DefaultCPUAllocator: (?:can.t allocate|not enough) memory',
        String.raw`\[Errno 12\]`,
        '^std::bad_alloc',
        '^Unable to allocate .* for an array',
        'OOM when allocating.*device:CPU',
        String.raw`(?:exitcode: -9\b|Signal 9 \(SIGKILL\) received|exited on signal 9|return code = -9)`,
        '^terminated with signal SIGKILL|process \\d+ terminated with signal SIGKILL',
        '^Cannot allocate memory',
      ].join('|'),
    ),
    line: '/bin/bash: line 1:     7 Killed                  /usr/bin/python /data/train.py',
    cure: withoutMemoryLimit,
  },
  {
    id: 'crashed',
    says: new RegExp(
      [
        `(?:^|${ofShell})(?:Segmentation fault|Aborted|Illegal instruction|Floating point exception)(?: \\(core dumped\\)|\\s{2,}|$)`,
        '^Fatal Python error: (?:Segmentation fault|Aborted|Illegal instruction|Floating point exception)',
        'DataLoader worker.*signal: (?:Segmentation fault|Aborted|Illegal instruction|Floating point exception)',
        '^(?:free|munmap_chunk|malloc|realloc)\\(\\): ',
        '^double free or corruption',
        '^corrupted (?:size|double-linked)',
        '^\\*\\*\\* (?:Error in|stack smashing detected)',
        '(?:exitcode: -(?:4|6|8|11)\\b|Signal (?:4|6|8|11) \\(SIG\\w+\\) received|exited on signal (?:4|6|8|11)\\b)',
        'terminated with signal SIG(?:SEGV|ABRT|ILL|FPE)',
      ].join('|'),
    ),
    line: 'Segmentation fault (core dumped)',
    cure: withFaultHandler,
  },
  {
    id: 'disk-full',
    says: /No space left on device|Disk quota exceeded|PytorchStreamWriter failed writing file|\[enforce fail at inline_container\.cc:\d+\] \. unexpected pos|\[Errno (?:28|122)\]/i,
    line: 'OSError: [Errno 28] No space left on device',
  },
  {
    id: 'read-only',
    says: /Read-only file system(?:: '?([^'\n]+)'?)?/i,
    line: "OSError: [Errno 30] Read-only file system: '/data/x'",
  },
  {
    id: 'python-missing',
    says: /(\/usr\/bin\/python): (?:No such file or directory|not found)|exec: \\?"(\/bin\/bash)\\?": stat|exec: \\?"(\S*python[\d.]*)\\?": (?:executable file not found|stat)|^\S*sh: (?:line \d+: |\d+: )?(python[\d.]*): (?:command )?not found/,
    line: '/bin/bash: line 1: /usr/bin/python: No such file or directory',
  },
  {
    id: 'wrong-architecture',
    says: /exec format error|cannot execute binary file|\[Errno 8\]/i,
    line: 'exec /bin/bash: exec format error',
  },
  {
    id: 'permission-denied',
    exception: /(?:^|\.)(?:PermissionError|OSError|IOError|RuntimeError)$/,
    says: /(?:Permission denied|Operation not permitted)(?:: [bu]?'?([^'\n]+)'?)?/i,
    line: "PermissionError: [Errno 13] Permission denied: '/data/output/x'",
    cure: asImageUser,
  },
  {
    id: 'permission-denied',
    says: /^(?:\S*sh: (?:line \d+: |\d+: )?|(?:mkdir|touch|cp|mv|rm|tee|chmod|ln|tar): .*?[‘']?)([^\s'’‘:]+)['’]?: (?:Permission denied|Operation not permitted)/i,
    line: '/bin/bash: line 1: /data/run.sh: Permission denied',
    cure: asImageUser,
  },
]
