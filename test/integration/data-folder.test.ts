import Libsql from 'libsql'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { migrations } from '../../electron/adapters/store/migrations.ts'
import { databasePathOf } from '../../electron/services/data-paths.ts'
import { runBuiltCli } from '../support/cli.ts'
import { makeOldDatabase } from '../support/old-database.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'

const undo: (() => void)[] = []
afterEach(() => {
  for (const step of undo.splice(0)) step()
})

/** A small disk of its own, with the data of an app on it. */
async function mountDisk(): Promise<{ disk: string; dataFolder: string }> {
  const disk = await makeTemporaryFolder()
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk])
  undo.push(() => void execFileSync('umount', [disk]))
  return { disk, dataFolder: join(disk, 'data') }
}

async function fill(disk: string): Promise<void> {
  const file = createWriteStream(join(disk, 'filler'))
  const failed = once(file, 'error')
  file.write(Buffer.alloc(4_000_000))
  await failed
}

const cannot = {
  full: async () => {
    const { disk, dataFolder } = await mountDisk()
    await fill(disk)
    return { dataFolder, words: `The disk of ${dataFolder} is full` }
  },
  'read-only': async () => {
    const { disk, dataFolder } = await mountDisk()
    await mkdir(dataFolder)
    await makeOldDatabase(migrations.length, databasePathOf(dataFolder))
    execFileSync('mount', ['-o', 'remount,ro', disk])
    return { dataFolder, words: `The app's data in ${dataFolder} cannot be written` }
  },
  locked: async () => {
    const dataFolder = await makeTemporaryFolder()
    const other = new Libsql(databasePathOf(dataFolder))
    other.pragma('locking_mode = EXCLUSIVE')
    other.exec('PRAGMA journal_mode = WAL; CREATE TABLE held (a); INSERT INTO held VALUES (1)')
    undo.push(() => other.close())
    return { dataFolder, words: `The app's data in ${dataFolder} is in use by another program` }
  },
  'no folder': async () => {
    const file = join(await makeTemporaryFolder(), 'file')
    await writeFile(file, '')
    return { dataFolder: join(file, 'data'), words: `The app's data folder ${join(file, 'data')} cannot be used` }
  },
}

it.each(Object.entries(cannot))(
  'tells of data that is %s by its path and the way out, and ends',
  async (_, make) => {
    const { dataFolder, words } = await make()
    const { exitCode, errors } = await runBuiltCli(['sandbox', '--prepare'], {
      variables: { UAI_DATA_FOLDER: dataFolder },
    })
    expect(errors).toContain(words)
    expect(errors).toContain('UAI_DATA_FOLDER')
    expect(errors).not.toContain('    at ')
    expect(exitCode).toBe(1)
  },
  120_000,
)
