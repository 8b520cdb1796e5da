import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { runCli } from '../../../electron/cli/run-cli.ts'
import { databasePathOf } from '../../../electron/services/data-paths.ts'
import { openServices, silentAdapters } from '../../support/open-services.ts'
import { makeTemporaryFolder } from '../../support/temporary-folder.ts'

const garbage = 'garbage '.repeat(2000)

async function makeData(): Promise<string> {
  const dataFolder = join(await makeTemporaryFolder(), 'data')
  await mkdir(dataFolder)
  await writeFile(databasePathOf(dataFolder), garbage)
  return dataFolder
}

async function run(
  words: readonly string[],
  dataFolder: string,
): Promise<{ exitCode: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const environment = {
    variables: { LANG: 'en' },
    currentFolder: dataFolder,
    dataFolder,
    sampleFolder: join(dataFolder, 'sample'),
    version: '1',
    writeOutput: (text: string) => void (out += text),
    writeError: (text: string) => void (err += text),
    clearLine: () => undefined,
    isTerminal: false,
    readInput: () => Promise.resolve(''),
    streamInput: () => Readable.from([]),
    signal: new AbortController().signal,
  }
  const exitCode = await runCli(words, environment, silentAdapters(dataFolder))
  return { exitCode, out, err }
}

it.each([[['doctor']], [['doctor', '--json']]])(
  'reports a damaged database with %j and leaves it as it is',
  async (words) => {
    const dataFolder = await makeData()
    const { exitCode, out, err } = await run(words, dataFolder)
    expect(exitCode).toBe(1)
    expect(err).toContain(`The app's database ${databasePathOf(dataFolder)} is damaged`)
    expect(err).toContain('UAI_DATA_FOLDER')
    if (words.length > 1)
      expect(JSON.parse(out)).toMatchObject({ verdict: 'problem', data: { code: 'database-damaged' } })
    expect(await readFile(databasePathOf(dataFolder), 'utf8')).toBe(garbage)
  },
)

it('tells whoever starts next of a database that was set aside, until the window has told it', async () => {
  const dataFolder = await makeData()
  const first = await openServices(dataFolder)
  const [aside = ''] = (await readdir(dataFolder)).filter((name) => name.includes('.damaged-'))
  expect(first.damagedPath).toBe(join(dataFolder, aside))
  // It is still open, as it would be after it was killed.
  const { err } = await run(['doctor'], dataFolder)
  expect(err).toContain(aside)
  await first.close()
  expect((await run(['doctor'], dataFolder)).err).not.toContain(aside)
  const second = await openServices(dataFolder)
  expect(second.damagedPath).toBeNull()
  await second.close()
  expect(await readFile(join(dataFolder, aside), 'utf8')).toBe(garbage)
})

it('tells of a data folder that cannot be used by its path, and of the way out', async () => {
  const folder = await makeTemporaryFolder()
  const dataFolder = join(folder, 'file', 'data')
  await writeFile(join(folder, 'file'), '')
  const { exitCode, err } = await run(['sandbox', '--prepare'], dataFolder)
  expect(exitCode).toBe(1)
  expect(err).toContain(dataFolder)
  expect(err).toContain('UAI_DATA_FOLDER')
})
