import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createQuickLook, lookSideBySide } from '../../../../electron/core/context/look-at-files.ts'
import type { LookAtFiles } from '../../../../electron/core/context/look-at-files.ts'
import { writeFiles } from '../../../support/temporary-folder.ts'

let root: string
let paths: readonly string[]

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'uai-train-packer-test-'))
  const names = Array.from({ length: 700 }, (_unused, index) => `file-${index}`)
  await writeFiles(root, Object.fromEntries(names.map((name, index) => [name, 'x'.repeat(index)])))
  paths = [...names, 'gone'].map((name) => join(root, name))
})

afterAll(() => rm(root, { recursive: true, force: true }))

/** What is told of each file, by its place. */
async function sizes(look: LookAtFiles): Promise<(number | string | undefined)[]> {
  const told: (number | string | undefined)[] = []
  await look(paths, (index, found) => {
    told[index] = found instanceof Error ? (found as NodeJS.ErrnoException).code : found.size
  })
  return told
}

describe.each([
  ['side by side', () => lookSideBySide],
  ['quickly', createQuickLook],
])('looking at files %s', (_name, make) => {
  it('tells of each what the file system says', async () => {
    expect(await sizes(make())).toEqual([...Array.from({ length: 700 }, (_unused, index) => index), 'ENOENT'])
  })

  it('ends with what the listener throws', async () => {
    const looking = make()(paths, (index) => {
      if (index === 5) throw new Error('enough')
    })
    await expect(looking).rejects.toThrow('enough')
  })

  it('has nothing to tell of no files', async () => {
    await expect(make()([], () => expect.unreachable())).resolves.toBeUndefined()
  })
})

describe('looking quickly', () => {
  it('goes on side by side once the answers are slow', async () => {
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000))
    onTestFinished(() => void vi.restoreAllMocks())
    const look = createQuickLook()
    const orders: number[][] = []
    for (let round = 0; round < 2; round += 1) {
      const order: number[] = []
      const looking = look(paths, (index) => order.push(index))
      // What comes at once was waited for.
      orders.push([...order])
      await looking
      expect(order.toSorted((one, other) => one - other)).toEqual(paths.map((_path, index) => index))
    }
    expect(orders.map(({ length }) => length)).toEqual([16, 0])
  })
})
