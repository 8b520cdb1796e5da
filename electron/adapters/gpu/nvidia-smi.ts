import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { cancelled } from '../../../shared/errors.ts'
import type { Gpu } from '../../../shared/model/gpu.ts'
import type { Gpus } from '../../core/ports/gpus.ts'
import { findProgram } from '../machine/find-program.ts'

const run = promisify(execFile)
const fields = ['index', 'name', 'uuid', 'driver_version', 'memory.total', 'memory.used', 'utilization.gpu'] as const
const timeoutMs = 5_000
const bytesOfMib = 1024 * 1024

/** What NVIDIA's own tool says; it comes with the driver, so where it is missing there is none. */
export function createGpus(): Gpus {
  return {
    async ask(signal) {
      const program = findProgram('nvidia-smi')
      if (program === null) return null
      const args = [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits']
      try {
        const { stdout } = await run(program, args, { timeout: timeoutMs, signal, windowsHide: true })
        const gpus = parseGpus(stdout)
        return { gpus, words: gpus.length === 0 ? stdout.trim() : null }
      } catch (error) {
        if (signal.aborted) throw cancelled()
        const words = wordsOf(error)
        return words === null ? null : { gpus: [], words }
      }
    },
  }
}

/** Null when the tool could not be started at all, since there is none. */
function wordsOf(error: unknown): string | null {
  if (!(error instanceof Error) || ('code' in error && typeof error.code === 'string')) return null
  // It complains on its standard output; without a word it has been ended, because it did not answer.
  const told = 'stdout' in error && 'stderr' in error ? `${String(error.stdout)}${String(error.stderr)}`.trim() : ''
  return told === '' ? `nvidia-smi: no answer in ${timeoutMs / 1000} s` : told
}

/** A row a GPU; what a GPU does not tell is `[N/A]` or `[Not Supported]`. */
export function parseGpus(csv: string): Gpu[] {
  const rows = csv.split('\n').map((line) => line.split(',').map((cell) => cell.trim()))
  return rows.flatMap((row) => {
    const [index = '', name = '', uuid = '', driver = '', total = '', used = '', utilization = ''] = row
    if (row.length !== fields.length || !/^\d+$/.test(index)) return []
    const share = numberOf(utilization)
    return [
      {
        index: Number(index),
        name,
        uuid,
        driver,
        memoryTotalBytes: bytesOf(total),
        memoryUsedBytes: bytesOf(used),
        utilization: share === null ? null : share / 100,
      },
    ]
  })
}

function bytesOf(mebibytes: string): number | null {
  const number = numberOf(mebibytes)
  return number === null ? null : number * bytesOfMib
}

function numberOf(text: string): number | null {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null
}
