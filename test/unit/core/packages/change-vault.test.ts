import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { createChangeVault, type ChangeVault } from '../../../../electron/core/packages/change-vault.ts'
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts'
import { thrownBy } from '../../../support/thrown.ts'

let folder: string
let vault: ChangeVault

beforeEach(async () => {
  folder = join(await makeTemporaryFolder(), 'kept')
  vault = createChangeVault(folder)
})

const list = { deleted: ['/a'], expected: ['/a', '/b'] }

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array, void> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text))
}

async function read(archive: AsyncIterable<Uint8Array>): Promise<string> {
  const read: Uint8Array[] = []
  for await (const piece of archive) read.push(piece)
  return gunzipSync(Buffer.concat(read)).toString()
}

describe('what was kept of terminals', () => {
  it('is found again by its content, whatever the pieces it came in', async () => {
    const digest = await vault.keep(list, pieces('files'))
    expect(await vault.keep(list, pieces('fi', 'les'))).toBe(digest)
    expect(await vault.keep({ ...list, deleted: [] }, pieces('files'))).not.toBe(digest)
    const change = await vault.open(digest)
    expect(change).toMatchObject(list)
    expect(await read(change.archive())).toBe('files')
  })

  it('is nothing when it could not be read to its end', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array, void> {
      yield* pieces('half')
      throw new Error('cut off')
    }
    await expect(vault.keep(list, broken())).rejects.toThrow('cut off')
    expect(await readdir(folder)).toEqual([])
  })

  it('is missed by name once it is forgotten', async () => {
    const [one, other] = [await vault.keep(list, pieces('one')), await vault.keep(list, pieces('other'))]
    await vault.keepOnly([other])
    expect(await thrownBy(vault.open(one))).toMatchObject({ code: 'kept-change-missing', details: { digest: one } })
    expect(await read((await vault.open(other)).archive())).toBe('other')
  })
})
