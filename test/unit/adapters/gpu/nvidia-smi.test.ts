import { chmod, copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createGpus, parseGpus } from '../../../../electron/adapters/gpu/nvidia-smi.ts'
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts'

const fixtures = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'gpu')
const readFixture = (name: string): Promise<string> => readFile(join(fixtures, name), 'utf8')
const { signal } = new AbortController()
const mebibyte = 1024 * 1024

/** A program of this name, found before every other, that answers so. */
async function installSmi(answer: string, exitCode: number): Promise<void> {
  const folder = await makeTemporaryFolder()
  await copyFile(join(fixtures, answer), join(folder, 'answer'))
  await writeFile(join(folder, 'nvidia-smi'), `#!/bin/sh\ncat "${folder}/answer"\nexit ${exitCode}\n`)
  await chmod(join(folder, 'nvidia-smi'), 0o755)
  vi.stubEnv('PATH', `${folder}:${process.env['PATH'] ?? ''}`)
}

afterEach(() => vi.unstubAllEnvs())

describe('the GPUs that nvidia-smi lists', () => {
  it('are read with what they do, and without what they do not tell', async () => {
    expect(parseGpus(await readFixture('nvidia-smi-two.csv'))).toEqual([
      {
        index: 0,
        name: 'Tesla V100-SXM2-16GB',
        uuid: 'GPU-d3a2f0c1-1b43-0ad5-8a3c-2f8c5a0f9e11',
        driver: '450.51.06',
        memoryTotalBytes: 16160 * mebibyte,
        memoryUsedBytes: 9871 * mebibyte,
        utilization: 0.97,
      },
      expect.objectContaining({ index: 1, name: 'NVIDIA GeForce RTX 3090', utilization: null }),
    ])
    expect(parseGpus(await readFixture('nvidia-smi-failed.txt'))).toEqual([])
  })

  it('are asked for as often as wanted', async () => {
    await installSmi('nvidia-smi-two.csv', 0)
    const answer = await createGpus().ask(signal)
    expect(answer?.gpus.map(({ index }) => index)).toEqual([0, 1])
    expect(answer?.words).toBeNull()
  })

  it.each([
    ['nvidia-smi-failed.txt', 9, /couldn't communicate with the NVIDIA driver/],
    ['nvidia-smi-mismatch.txt', 18, /^Failed to initialize NVML: Driver\/library version mismatch\nNVML library/],
    ['nvidia-smi-none.txt', 0, /^No devices were found$/],
  ])('are none where %s is answered, which is told', async (fixture, exitCode, words) => {
    await installSmi(fixture, exitCode)
    expect(await createGpus().ask(signal)).toEqual({ gpus: [], words: expect.stringMatching(words) as string })
  })

  it('are not known without the tool', async () => {
    vi.stubEnv('PATH', await makeTemporaryFolder())
    expect(await createGpus().ask(signal)).toBeNull()
  })
})
